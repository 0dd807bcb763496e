# SPDX-License-Identifier: GPL-3.0-or-later
"""A pymodbus server on a free port of 127.0.0.1, whose address it prints.

Unit 1 has 2000 items a table: register i holds i (input: 65535 - i), coil i is on where 3 divides i,
discrete input i where 2 does. At PDU 1000 of the holding registers stand two float32 of 12.5 as
pymodbus itself builds them, words big-endian and words swapped. Other units are not there. It
identifies itself by functions 17 and 43/14.
"""
import asyncio

from pymodbus.constants import Endian
from pymodbus.datastore import (ModbusSequentialDataBlock, ModbusServerContext,
                                ModbusSlaveContext)
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.payload import BinaryPayloadBuilder
from pymodbus.server.async_io import ModbusTcpServer

ITEMS = 2000
FLOATS = 1000


def float_registers(word_order):
    builder = BinaryPayloadBuilder(byteorder=Endian.Big, wordorder=word_order)
    builder.add_32bit_float(12.5)
    return builder.to_registers()


async def serve():
    holding = list(range(ITEMS))
    holding[FLOATS:FLOATS + 4] = float_registers(Endian.Big) + float_registers(Endian.Little)
    unit = ModbusSlaveContext(
        co=ModbusSequentialDataBlock(0, [i % 3 == 0 for i in range(ITEMS)]),
        di=ModbusSequentialDataBlock(0, [i % 2 == 0 for i in range(ITEMS)]),
        ir=ModbusSequentialDataBlock(0, [65535 - i for i in range(ITEMS)]),
        hr=ModbusSequentialDataBlock(0, holding),
        zero_mode=True)
    server = ModbusTcpServer(ModbusServerContext(slaves={1: unit}, single=False),
                             identity=ModbusDeviceIdentification(info_name={
                                 "VendorName": "pymodbus", "ProductCode": "PM",
                                 "MajorMinorRevision": "3.0", "ProductName": "a test's server"}),
                             address=("127.0.0.1", 0))
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print("127.0.0.1:%d" % server.server.sockets[0].getsockname()[1], flush=True)
    await serving


asyncio.run(serve())
