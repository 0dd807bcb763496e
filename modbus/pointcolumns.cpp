// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pointcolumns.h"

#include <QHash>
#include <algorithm>

namespace modbus {

namespace {

struct Names
{
    PointColumn column;
    QStringView first;    ///< the name that a written list has
    QStringView synonyms; ///< as look-up keys, parted by blanks
};

// Collected from vendors' register lists and from the exports of common SCADA and test tools.
constexpr std::array kNames{
    Names{PointColumn::Tag, u"tag",
          u"tagname tagno tagnumber tagid point pointname pointid pointtag pointno variable "
          u"variablename varname symbol signal signalname kks loop loopno 位号 点名 测点 测点名 "
          u"测点名称 测点编号 点号 点位 点位名 点位名称 变量 变量名 变量名称 标签 标签名 标签名称 "
          u"信号名 信号名称 仪表位号 数据点 数据点名称"},
    Names{PointColumn::Description, u"description",
          u"desc descr descriptor label text service longname 描述 说明 点描述 测点描述 变量描述 "
          u"中文描述 测点说明 含义 用途"},
    Names{
        PointColumn::Area, u"area",
        u"plantarea plantunit group groupname system subsystem location section zone process 区域 "
        u"分组 组 组名 系统 子系统 工段 位置 车间"},
    Names{PointColumn::Device, u"device",
          u"devicename host hostname ip ipaddress ipaddr deviceip server serverip endpoint target "
          u"plc gateway 设备 设备名 设备名称 主机 服务器 设备ip ip地址 网关"},
    Names{PointColumn::Port, u"port", u"tcpport portnumber 端口 端口号"},
    Names{PointColumn::UnitId, u"unit id",
          u"unitidentifier unitno unitnumber unitaddress slave slaveid slaveaddress slaveaddr "
          u"slaveno "
          u"slavenumber station stationid stationno stationnumber stationaddress deviceid "
          u"deviceaddress deviceno devicenumber node nodeid nodeaddress serverid serveraddress "
          u"modbusid uid rtuaddress 站号 从站 从站号 从站地址 从站id 从机 从机号 从机地址 单元 "
          u"单元号 "
          u"单元标识 单元标识符 单元id 设备号 设备id 设备地址 设备站号 站地址"},
    Names{
        PointColumn::Table, u"table",
        u"datatable registertype regtype objecttype memoryarea memorytype memory primarytable "
        u"modbustable registertable modbustype 表 数据表 寄存器类型 寄存器区 存储区 存储区类型 区 "
        u"数据区 寄存器种类"},
    Names{PointColumn::FunctionCode, u"function code",
          u"functioncode function fc func fcode fn readfunction readfunctioncode modbusfunction "
          u"功能码 "
          u"读功能码 命令码"},
    Names{PointColumn::Address, u"address",
          u"addr register registeraddress registernumber registerno reg regaddress regaddr regno "
          u"modbusaddress modbusaddr modbusregister dataaddress startaddress startregister "
          u"startingaddress startingregister memoryaddress addressmodbus mbaddress plcaddress 地址 "
          u"寄存器 寄存器地址 寄存器号 寄存器编号 起始地址 起始寄存器 通讯地址 通信地址 modbus地址 "
          u"点地址 变量地址 数据地址"},
    Names{PointColumn::Notation, u"notation",
          u"addressnotation addressformat addressing addressbase 地址格式 地址记法"},
    Names{
        PointColumn::Type, u"data type",
        u"datatype format dataformat valuetype vartype variabletype valueformat 数据类型 数据格式 "
        u"变量类型 格式 值类型"},
    Names{PointColumn::Order, u"order",
          u"byteorder bytesorder endian endianness byteordering byteswap bytewordorder 字节序 "
          u"字节顺序 "
          u"大小端 端序 字节次序"},
    Names{PointColumn::WordOrder, u"word order",
          u"wordorder wordswap swapwords wordsorder registerorder wordsequence 字序 字顺序 "
          u"寄存器顺序 "
          u"高低字顺序"},
    Names{PointColumn::Bit, u"bit",
          u"bitno bitnumber bitposition bitpos bitoffset bitindex bitaddress 位 位序 位序号 位号码 "
          u"比特 比特位 位偏移 位地址"},
    Names{
        PointColumn::Length, u"length",
        u"len stringlength registers registercount count quantity qty size numberofregisters "
        u"noofregisters nrofregisters words wordcount regcount 长度 寄存器数 寄存器数量 寄存器个数 "
        u"数量 字符串长度 字数"},
    Names{PointColumn::Characters, u"characters", u"chars charcount stringchars 字符数 字符个数"},
    Names{
        PointColumn::Scale, u"scale",
        u"scaling scalefactor scalingfactor factor multiplier multiply gain slope coefficient "
        u"coeff "
        u"coef resolution 比例 比例系数 比例因子 系数 倍率 缩放 缩放系数 缩放因子 斜率 乘数 分辨率 "
        u"换算系数"},
    Names{PointColumn::Divisor, u"divisor", u"divider divideby 除数"},
    Names{PointColumn::Offset, u"offset",
          u"scaleoffset scalingoffset valueoffset bias intercept addend 偏移 偏移量 偏置 截距"},
    Names{PointColumn::RawLow, u"raw low",
          u"rawlow rawmin rawminimum rawlo rawzero minraw lowraw rawlower 原始下限 原始值下限 "
          u"原始最小值 原始低值 码值下限"},
    Names{PointColumn::RawHigh, u"raw high",
          u"rawhigh rawmax rawmaximum rawhi rawfull rawfullscale maxraw highraw rawupper 原始上限 "
          u"原始值上限 原始最大值 原始高值 码值上限"},
    Names{PointColumn::EngineeringLow, u"engineering low",
          u"englow engineeringlow engmin engineeringmin eulow eumin mineng mineu minengineering "
          u"scaledlow scaledmin rangelow rangemin rangelo lowrange lrv spanlow 量程下限 量程低 "
          u"量程低限 "
          u"工程下限 工程值下限 工程最小值"},
    Names{PointColumn::EngineeringHigh, u"engineering high",
          u"enghigh engineeringhigh engmax engineeringmax euhigh eumax maxeng maxeu maxengineering "
          u"scaledhigh scaledmax rangehigh rangemax rangehi highrange urv spanhigh 量程上限 量程高 "
          u"量程高限 工程上限 工程值上限 工程最大值"},
    Names{PointColumn::EngineeringUnit, u"engineering unit",
          u"engineeringunits engunit engunits eu units uom unitofmeasure measureunit "
          u"unitofmeasurement "
          u"单位 工程单位 计量单位 量纲"},
    Names{PointColumn::LowLimit, u"low limit",
          u"lowerlimit lolimit limitlow limitlo low lo min minimum minvalue minimumvalue alarmlow "
          u"lowalarm 下限 低限 下限值 最小值 报警下限 低报 低报警 报警低限"},
    Names{
        PointColumn::HighLimit, u"high limit",
        u"upperlimit hilimit limithigh limithi high hi max maximum maxvalue maximumvalue alarmhigh "
        u"highalarm 上限 高限 上限值 最大值 报警上限 高报 高报警 报警高限"},
    Names{
        PointColumn::Period, u"period",
        u"interval pollinterval pollingperiod pollinginterval pollperiod pollrate pollingrate "
        u"polltime scanrate scantime scanperiod scaninterval sampleinterval sampletime "
        u"samplingperiod samplingrate updaterate updateinterval refresh refreshrate cycle "
        u"cycletime "
        u"every 周期 采集周期 采样周期 刷新周期 扫描周期 轮询周期 间隔 采集间隔 采样间隔 轮询间隔"},
    Names{
        PointColumn::Writable, u"writable",
        u"iswritable writeable write access accessmode accessrights accesstype rw readwrite mode "
        u"permission permissions 可写 读写 读写权限 权限 访问 访问权限 读写属性 读写类型 是否可写"},
    Names{PointColumn::ReadOnly, u"read only", u"readonly isreadonly 只读 是否只读"},
    Names{PointColumn::NotAvailable, u"not available",
          u"na nodata novalue invalid invalidvalue nullvalue missing missingvalue badvalue 无效值 "
          u"无数据 不可用 不可用值 无效码"},
    Names{PointColumn::Note, u"note", u"notes remark remarks comment comments 备注 注释 注"},
};

/// Names of a column that say how its cells are meant.
struct AddressName
{
    QStringView key;
    Notation notation;
};
constexpr std::array kAddressNames{
    AddressName{u"pdu", Notation::Pdu},
    AddressName{u"pduaddress", Notation::Pdu},
    AddressName{u"registeroffset", Notation::Pdu},
    AddressName{u"zerobasedaddress", Notation::Pdu},
    AddressName{u"protocoladdress", Notation::Pdu},
    AddressName{u"协议地址", Notation::Pdu},
    AddressName{u"onebasedaddress", Notation::Number},
    AddressName{u"modicon", Notation::Modicon},
    AddressName{u"modiconaddress", Notation::Modicon},
    AddressName{u"hexaddress", Notation::Hex},
    AddressName{u"addresshex", Notation::Hex},
    AddressName{u"十六进制地址", Notation::Hex},
};

/// Names with two meanings: the first where it is free, else the other.
struct VagueName
{
    QStringView key;
    PointColumn first;
    PointColumn second;
};
constexpr std::array kVagueNames{
    VagueName{u"name", PointColumn::Tag, PointColumn::Description},
    VagueName{u"名称", PointColumn::Tag, PointColumn::Description},
    VagueName{u"parameter", PointColumn::Tag, PointColumn::Description},
    VagueName{u"参数", PointColumn::Tag, PointColumn::Description},
    VagueName{u"参数名称", PointColumn::Tag, PointColumn::Description},
    VagueName{u"parametername", PointColumn::Tag, PointColumn::Description},
    VagueName{u"id", PointColumn::Tag, PointColumn::UnitId},
    VagueName{u"type", PointColumn::Type, PointColumn::Table},
    VagueName{u"类型", PointColumn::Type, PointColumn::Table},
};

const QHash<QString, PointColumn> &columnsByKey()
{
    static const QHash<QString, PointColumn> columns = [] {
        QHash<QString, PointColumn> byKey;
        for (const Names &names : kNames) {
            byKey.insert(lookUpKey(names.first), names.column);
            const auto synonyms = names.synonyms.toString().split(u' ');
            for (const QString &synonym : synonyms)
                byKey.insert(synonym, names.column);
        }
        for (const AddressName &name : kAddressNames)
            byKey.insert(name.key.toString(), PointColumn::Address);
        return byKey;
    }();
    return columns;
}

/// A header in two parts: "Address (hex)" is "address" and "hex".
struct Header
{
    QString key;
    QString aside;
};

Header headerFrom(const QString &text)
{
    static constexpr QStringView kOpening = u"([{（【";
    const auto opening =
        std::find_if(text.begin(), text.end(), [](QChar c) { return kOpening.contains(c); });
    const auto at = std::distance(text.begin(), opening);
    return {lookUpKey(QStringView(text).first(at)), lookUpKey(QStringView(text).sliced(at))};
}

std::optional<Notation> notationFromHeader(const Header &header)
{
    for (const AddressName &name : kAddressNames) {
        if (header.key == name.key)
            return name.notation;
    }
    const QString &aside = header.aside;
    if (aside == QStringLiteral("hex") || aside == QStringLiteral("十六进制") ||
        aside == QStringLiteral("0x"))
        return Notation::Hex;
    if (aside == QStringLiteral("0based") || aside == QStringLiteral("pdu"))
        return Notation::Pdu;
    if (aside == QStringLiteral("1based"))
        return Notation::Number;
    if (aside == QStringLiteral("modicon"))
        return Notation::Modicon;
    return {};
}

double periodUnitFrom(const QString &aside)
{
    if (aside == QStringLiteral("s") || aside == QStringLiteral("sec") ||
        aside == QStringLiteral("seconds") || aside == QStringLiteral("秒"))
        return 1000;
    if (aside == QStringLiteral("min") || aside == QStringLiteral("minutes") ||
        aside == QStringLiteral("分") || aside == QStringLiteral("分钟"))
        return 60000;
    return 1;
}

/// True where a column has identifiers and nothing else.
bool hasUnitIds(const QList<QStringList> &sample, int column)
{
    bool hasSome = false;
    for (const QStringList &cells : sample) {
        const QString cell = cells.value(column).trimmed();
        if (cell.isEmpty())
            continue;
        bool isFigure = false;
        if (cell.toUShort(&isFigure) > 255 || !isFigure)
            return false;
        hasSome = true;
    }
    return hasSome;
}

/// Gives headers their columns, the clear ones before the vague.
class Assignment
{
public:
    Assignment(const QStringList &texts, const QList<QStringList> &sample)
        : m_sample(sample)
    {
        m_columns.indexes.fill(-1);
        m_columns.headers = texts;
        for (const QString &text : texts)
            m_headers.append(headerFrom(text));
        m_isTaken.fill(false, texts.size());
    }

    PointColumns made()
    {
        takeClearNames();
        takeVagueNames();
        takeUnit();
        // A register list whose only offset is where the registers are.
        if (!m_columns.has(PointColumn::Address) && m_columns.has(PointColumn::Offset)) {
            std::swap(m_columns.indexes.at(static_cast<size_t>(PointColumn::Address)),
                      m_columns.indexes.at(static_cast<size_t>(PointColumn::Offset)));
        }
        for (int i = 0; i < m_headers.size(); ++i) {
            if (m_isTaken.at(i))
                ++m_columns.known;
            else if (!m_columns.headers.at(i).trimmed().isEmpty())
                m_columns.unknown.append(m_columns.headers.at(i).trimmed());
        }
        return m_columns;
    }

private:
    bool take(PointColumn column, int header)
    {
        int &index = m_columns.indexes.at(static_cast<size_t>(column));
        if (index >= 0)
            return false;
        index = header;
        m_isTaken[header] = true;
        return true;
    }

    void takeClearNames()
    {
        for (int i = 0; i < m_headers.size(); ++i) {
            const Header &header = m_headers.at(i);
            const auto found = columnsByKey().constFind(header.key);
            if (found == columnsByKey().constEnd())
                continue;
            const bool inCharacters =
                *found == PointColumn::Length && (header.aside.startsWith(QStringLiteral("char")) ||
                                                  header.aside.startsWith(QStringLiteral("字符")));
            if (!take(inCharacters ? PointColumn::Characters : *found, i))
                continue;
            if (*found == PointColumn::Address)
                m_columns.notation = notationFromHeader(header);
            else if (*found == PointColumn::Period)
                m_columns.periodUnit = periodUnitFrom(header.aside);
        }
    }

    void takeVagueNames()
    {
        for (int i = 0; i < m_headers.size(); ++i) {
            for (const VagueName &name : kVagueNames) {
                if (m_headers.at(i).key == name.key && !take(name.first, i))
                    take(name.second, i);
            }
        }
    }

    void takeUnit()
    {
        for (int i = 0; i < m_headers.size(); ++i) {
            if (m_headers.at(i).key != QStringLiteral("unit"))
                continue;
            const bool isIdentifier =
                !m_columns.has(PointColumn::UnitId) &&
                (m_columns.has(PointColumn::EngineeringUnit) || hasUnitIds(m_sample, i));
            take(isIdentifier ? PointColumn::UnitId : PointColumn::EngineeringUnit, i);
        }
    }

    const QList<QStringList> &m_sample;
    QList<Header> m_headers;
    QList<bool> m_isTaken;
    PointColumns m_columns;
};

} // namespace

PointColumns pointColumnsFrom(const QStringList &headers, const QList<QStringList> &sample)
{
    return Assignment(headers, sample).made();
}

QString columnName(PointColumn column)
{
    return kNames.at(static_cast<size_t>(column)).first.toString();
}

QString lookUpKey(QStringView text)
{
    QString key;
    for (const QChar c : text) {
        if (c.isLetterOrNumber())
            key += c.toLower();
    }
    return key;
}

} // namespace modbus
