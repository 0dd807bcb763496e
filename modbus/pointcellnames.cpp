// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pointcells.h"
#include "modbus/pointcolumns.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>
#include <algorithm>
#include <array>

namespace modbus::cell {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

auto refused(const QString &reason)
{
    return tl::make_unexpected(reason);
}

template <typename T>
struct Named
{
    T value;
    QStringView names; ///< look-up keys, parted by blanks
};

template <typename T, size_t size>
QHash<QString, T> byName(const std::array<Named<T>, size> &table)
{
    QHash<QString, T> values;
    for (const Named<T> &named : table) {
        const auto names = named.names.toString().split(u' ');
        for (const QString &name : names)
            values.insert(name, named.value);
    }
    return values;
}

template <typename T>
std::optional<T> lookUp(const QString &key, const QHash<QString, T> &values)
{
    const auto found = values.constFind(key);
    return found == values.constEnd() ? std::nullopt : std::optional<T>(*found);
}

// IEC 61131-3 names, those of C and of databases, and what vendors' lists write.
constexpr std::array kTypes{
    Named<DataType>{DataType::Bool,
                    u"bool boolean bit binaryinput digital dig discrete coil onoff 布尔 布尔型 "
                    u"布尔量 开关量 位 数字量"},
    Named<DataType>{DataType::Int16,
                    u"int16 int short s16 i16 sint16 signed16 signed signed16bit "
                    u"int16bit 16bitint 16bitsigned 16bitsignedint signedint signedint16 "
                    u"signedinteger16 integer "
                    u"integer16 int16s 16位有符号整数 16位有符号 有符号16位 有符号整数 "
                    u"16位有符号整型 整型 短整型"},
    Named<DataType>{
        DataType::UInt16,
        u"uint16 uint ushort u16 word unsigned unsigned16 unsigned16bit "
        u"uint16bit 16bituint 16bitunsigned 16bitunsignedint unsignedint "
        u"unsignedint16 unsignedshort int16u "
        u"16位无符号整数 16位无符号 无符号16位 无符号整数 16位无符号整型 无符号整型 字"},
    Named<DataType>{DataType::Int32,
                    u"int32 dint long s32 i32 sint32 signed32 signed32bit int32bit 32bitint "
                    u"32bitsigned 32bitsignedint signedint32 signedlong longint integer32 "
                    u"int32s 32位有符号整数 "
                    u"32位有符号 有符号32位 32位有符号整型 长整型 双整型"},
    Named<DataType>{DataType::UInt32,
                    u"uint32 udint ulong u32 dword unsigned32 unsigned32bit uint32bit "
                    u"32bituint 32bitunsigned 32bitunsignedint unsignedint32 "
                    u"unsignedlong int32u "
                    u"32位无符号整数 32位无符号 无符号32位 32位无符号整型 无符号长整型 双字"},
    Named<DataType>{DataType::Int64,
                    u"int64 lint longlong s64 i64 sint64 signed64 int64bit 64bitint "
                    u"64bitsigned signedint64 integer64 int64s 64位有符号整数 64位有符号 "
                    u"有符号64位"},
    Named<DataType>{DataType::UInt64,
                    u"uint64 ulint ulonglong u64 lword qword unsigned64 uint64bit 64bituint "
                    u"64bitunsigned unsignedint64 int64u 64位无符号整数 64位无符号 "
                    u"无符号64位"},
    Named<DataType>{DataType::Float32,
                    u"float32 float real single f32 ieee754 ieee float32bit 32bitfloat "
                    u"real32 real4 floatingpoint singlefloat 浮点 浮点数 浮点型 单精度 "
                    u"单精度浮点 单精度浮点数 32位浮点 32位浮点数 实数"},
    Named<DataType>{DataType::Float64,
                    u"float64 double lreal f64 64bitfloat float64bit real64 real8 "
                    u"doublefloat 双精度 双精度浮点 双精度浮点数 64位浮点 64位浮点数"},
    Named<DataType>{DataType::Hex16, u"hex16 hex hexadecimal 十六进制"},
    Named<DataType>{DataType::Binary16, u"binary16 binary bin bits bitmap bitfield bitmask 二进制"},
    Named<DataType>{DataType::Bcd16, u"bcd16 bcd 16bitbcd bcd码"},
    Named<DataType>{DataType::Bcd32, u"bcd32 longbcd lbcd dbcd 32bitbcd"},
    Named<DataType>{DataType::Ascii, u"ascii char chars"},
    Named<DataType>{DataType::Utf8, u"utf8 string str text 字符串 文本"},
};

constexpr std::array kOrders{
    Named<WordOrder>{WordOrder::ABCD,
                     u"abcd ab 1234 12 abcdefgh 12345678 bigendian big be msb msbfirst msw "
                     u"mswfirst highfirst highwordfirst normal standard none motorola "
                     u"network 大端 大端序 大端模式 高字在前 高位在前 正常"},
    Named<WordOrder>{WordOrder::CDAB,
                     u"cdab 3412 ghefcdab swapped swap swapword swapwords swappedwords wordswap "
                     u"wordswapped wordsswapped lowwordfirst lswfirst lsw "
                     u"bigendianwordswap bigendianswappedwords littleendianbyteswap "
                     u"littleendianbyteswapped midlittle midlittleendian "
                     u"inverse inversed reversedwords 字交换 低字在前 小端字节交换"},
    Named<WordOrder>{WordOrder::BADC,
                     u"badc ba 2143 21 badcfehg byteswap byteswapped bytesswapped swapbytes "
                     u"swappedbytes bigendianbyteswap bigendianbyteswapped midbig "
                     u"midbigendian littleendianwordswap 字节交换 大端字节交换"},
    Named<WordOrder>{WordOrder::DCBA,
                     u"dcba 4321 hgfedcba 87654321 littleendian little le lsb lsbfirst lowfirst "
                     u"intel reversed wordandbyteswap wordandbyteswapped 小端 小端序 小端模式 "
                     u"低位在前"},
};

constexpr std::array kTables{
    Named<Table>{Table::Coils, u"coil coils co 0x 0xxxx 0xxxxx do digitaloutput digitaloutputs "
                               u"discreteoutput discreteoutputs outputcoil coilstatus fc1 fc01 fc5 "
                               u"fc05 fc15 线圈 线圈状态 "
                               u"输出线圈 开关量输出"},
    Named<Table>{Table::DiscreteInputs,
                 u"discrete discreteinput discreteinputs di 1x 1xxxx 1xxxxx digitalinput "
                 u"digitalinputs inputstatus inputbit inputcontact contact fc2 fc02 离散输入 "
                 u"离散量输入 离散输入量 输入状态 触点 离散输入寄存器 开关量输入"},
    Named<Table>{Table::InputRegisters,
                 u"input inputs inputregister inputregisters inputreg ir 3x 3xxxx 3xxxxx "
                 u"analoginput analoginputs ai fc4 fc04 输入寄存器 输入 模拟量输入"},
    Named<Table>{Table::HoldingRegisters,
                 u"holding holdingregister holdingregisters holdingreg hr hold 4x 4xxxx "
                 u"4xxxxx analogoutput analogoutputs ao "
                 u"fc3 fc03 fc6 fc06 fc16 fc22 fc23 保持寄存器 保持 "
                 u"模拟量输出"},
};

constexpr std::array kNotations{
    Named<Notation>{Notation::Pdu, u"pdu 0based zerobased offset protocol"},
    Named<Notation>{Notation::Hex, u"hex hexadecimal 十六进制"},
    Named<Notation>{Notation::Number, u"number 1based onebased"},
    Named<Notation>{Notation::Modicon, u"modicon"},
    Named<Notation>{Notation::Iec, u"iec iec61131"},
};

const QHash<QString, DataType> &types()
{
    static const QHash<QString, DataType> values = byName(kTypes);
    return values;
}

const QHash<QString, WordOrder> &orders()
{
    static const QHash<QString, WordOrder> values = byName(kOrders);
    return values;
}

const QHash<QString, Table> &tables()
{
    static const QHash<QString, Table> values = byName(kTables);
    return values;
}

/// "STRING[10]", "char(8)": texts with their length in characters.
std::optional<Type> textType(QStringView text)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(ascii|char|utf-?8|string|str|text)\\s*[\\[(]\\s*(\\d{1,3})\\s*[\\])]$"),
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = pattern.match(text.trimmed().toString());
    if (!match.hasMatch())
        return {};
    const int characters = match.captured(2).toInt();
    return Type{lookUp(lookUpKey(match.captured(1)), types()).value_or(DataType::Utf8),
                {},
                (characters + 1) / 2};
}

} // namespace

Result<Type> type(QStringView text)
{
    if (const auto textual = textType(text)) {
        if (*textual->stringRegisters < 1 || *textual->stringRegisters > 125)
            return refused(Text::tr("Texts have 1 to 250 characters."));
        return *textual;
    }
    const QString key = lookUpKey(text);
    if (const auto plain = lookUp(key, types()))
        return Type{*plain, {}, {}};
    // "FLOAT CDAB", "swapped float", "UINT32 (little endian)"
    for (auto it = types().constBegin(); it != types().constEnd(); ++it) {
        QString rest;
        if (key.startsWith(it.key()))
            rest = key.sliced(it.key().size());
        else if (key.endsWith(it.key()))
            rest = key.chopped(it.key().size());
        if (const auto order = lookUp(rest, orders()))
            return Type{*it, *order, {}};
    }
    QStringList names;
    for (const DataType known : allTypes())
        names.append(typeName(known));
    return refused(Text::tr("There is no such type. Take one of %1; IEC names such as REAL, DINT "
                            "and STRING[10] are understood as well.")
                       .arg(names.join(QStringLiteral(", "))));
}

Result<WordOrder> order(QStringView text)
{
    if (const auto known = lookUp(lookUpKey(text), orders()))
        return *known;
    return refused(Text::tr("There is no such byte order. Take ABCD (big-endian), CDAB (words "
                            "swapped), BADC (bytes swapped) or DCBA (little-endian)."));
}

Result<bool> areWordsSwapped(QStringView text)
{
    const QString key = lookUpKey(text);
    if (const auto known = lookUp(key, orders()))
        return *known == WordOrder::CDAB || *known == WordOrder::DCBA;
    if (auto answer = yesOrNo(text))
        return answer;
    return refused(
        Text::tr("Write \"high word first\" or \"low word first\", or one of ABCD, CDAB, "
                 "BADC and DCBA."));
}

Result<Table> table(QStringView text)
{
    const QString key = lookUpKey(text);
    if (const auto known = lookUp(key, tables()))
        return *known;
    if (key == QStringLiteral("3") || key == QStringLiteral("4")) {
        return refused(Text::tr("A bare %1 can mean function code %1 or addresses that begin with "
                                "%1, which are different tables. Write holding or input.")
                           .arg(key));
    }
    return refused(Text::tr("There is no such table. Write holding, input, coil or discrete; 4x, "
                            "3x, 0x, 1x and FC3, FC4, FC1, FC2 are understood as well."));
}

Result<Table> functionCode(QStringView text)
{
    const QString key = lookUpKey(text);
    bool isFigure = false;
    switch (key.toInt(&isFigure)) {
    case 1:
    case 5:
    case 15:
        return Table::Coils;
    case 2:
        return Table::DiscreteInputs;
    case 3:
    case 6:
    case 16:
    case 22:
    case 23:
        return Table::HoldingRegisters;
    case 4:
        return Table::InputRegisters;
    default:
        break;
    }
    if (const auto known = lookUp(key, tables()))
        return *known;
    return refused(Text::tr("This function reads no table. Write 3 for holding registers, 4 for "
                            "input registers, 1 for coils or 2 for discrete inputs."));
}

Result<Table> tableOfAddress(QStringView text)
{
    const QStringView trimmed = text.trimmed();
    constexpr std::array all{Table::Coils, Table::DiscreteInputs, Table::InputRegisters,
                             Table::HoldingRegisters};
    if (trimmed.startsWith(u'%')) {
        for (const Table table : all) {
            const auto reading = parseAddress(trimmed, table);
            if (reading || reading.error().kind != AddressError::Kind::WrongTable)
                return table;
        }
    }
    const bool isX = trimmed.size() > 2 && trimmed.at(1).toLower() == u'x';
    const bool isModicon =
        (trimmed.size() == 5 || trimmed.size() == 6) &&
        std::all_of(trimmed.begin(), trimmed.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (isModicon || (isX && trimmed.front() != u'0')) {
        for (const Table table : all) {
            if (trimmed.front() == modiconDigit(table))
                return table;
        }
    }
    return refused(
        Text::tr("\"%1\" does not say which table is meant. Add a column \"table\" with "
                 "holding, input, coil or discrete, or write the address as 40101, 30101 "
                 "or %MW100.")
            .arg(trimmed));
}

Result<Notation> notation(QStringView text)
{
    if (const auto known = lookUp(lookUpKey(text), byName(kNotations)))
        return *known;
    return refused(
        Text::tr("There is no such notation. Write pdu (0-based), number (1-based), hex, "
                 "modicon (40101) or iec (%MW100)."));
}

} // namespace modbus::cell
