// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/openapi.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace support {

using namespace Qt::StringLiterals;

OpenApi::OpenApi(const QString &path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly))
        m_document = QJsonDocument::fromJson(file.readAll()).object();
}

QStringList OpenApi::operations() const
{
    QStringList names;
    const QJsonObject paths = m_document[u"paths"].toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        for (const QString &method : path.value().toObject().keys()) {
            if (method != u"parameters")
                names.append(method.toUpper() + u' ' + path.key());
        }
    }
    names.sort();
    return names;
}

QJsonObject OpenApi::operation(const QString &name) const
{
    const QStringList words = name.split(u' ');
    return m_document[u"paths"][words[1]][words[0].toLower()].toObject();
}

QStringList OpenApi::parameters(const QString &operation, const QString &place) const
{
    QStringList names;
    const QJsonValue path = m_document[u"paths"][operation.section(u' ', 1)];
    for (const QJsonArray &list :
         {path[u"parameters"].toArray(), this->operation(operation)[u"parameters"].toArray()}) {
        for (const QJsonValue entry : list) {
            const QJsonValue parameter = resolved(entry);
            if (parameter[u"in"].toString() == place)
                names.append(parameter[u"name"].toString());
        }
    }
    return names;
}

QString OpenApi::complaint(const QString &name, int status, const QJsonValue &body) const
{
    const QJsonValue response = resolved(operation(name)[u"responses"][QString::number(status)]);
    if (!response.isObject())
        return u"%1 answers %2, which is not in the file"_s.arg(name, QString::number(status));
    const QJsonValue schema = response[u"content"][u"application/json"][u"schema"];
    return schema.isObject() ? check(schema, body, name) : QString();
}

QJsonValue OpenApi::resolved(const QJsonValue &value) const
{
    const QString reference = value[u"$ref"].toString();
    if (reference.isEmpty())
        return value;
    QJsonValue found = m_document;
    for (const QString &step : reference.sliced(2).split(u'/'))
        found = found[step];
    return found;
}

QString OpenApi::check(const QJsonValue &given, const QJsonValue &value, const QString &where) const
{
    const QJsonObject schema = resolved(given).toObject();
    if (schema.isEmpty())
        return where + u": the file does not say what this is"_s;
    if (value.isNull())
        return schema[u"nullable"].toBool() ? QString() : where + u": null"_s;
    for (const QJsonValue part : schema[u"allOf"].toArray()) {
        if (QString wrong = check(part, value, where); !wrong.isEmpty())
            return wrong;
    }
    if (schema[u"type"].toString() == u"object")
        return value.isObject() ? checkObject(schema, value.toObject(), where)
                                : where + u": no object"_s;
    if (schema[u"type"].toString() == u"array") {
        if (!value.isArray())
            return where + u": no array"_s;
        for (const QJsonValue entry : value.toArray()) {
            if (QString wrong = check(schema[u"items"], entry, where + u"[]"_s); !wrong.isEmpty())
                return wrong;
        }
    }
    return checkPlain(schema, value, where);
}

QString OpenApi::checkObject(const QJsonObject &schema, const QJsonObject &value,
                             const QString &where) const
{
    for (const QJsonValue required : schema[u"required"].toArray()) {
        if (!value.contains(required.toString()))
            return u"%1: %2 is missing"_s.arg(where, required.toString());
    }
    for (auto entry = value.begin(); entry != value.end(); ++entry) {
        const QJsonValue property = schema[u"properties"][entry.key()];
        QString wrong = property.isObject()
                            ? check(property, entry.value(), where + u'.' + entry.key())
                            : u"%1: %2 is not in the file"_s.arg(where, entry.key());
        if (!wrong.isEmpty())
            return wrong;
    }
    return {};
}

QString OpenApi::checkPlain(const QJsonObject &schema, const QJsonValue &value,
                            const QString &where)
{
    const QString type = schema[u"type"].toString();
    const bool isOfType = type == u"string"    ? value.isString()
                          : type == u"boolean" ? value.isBool()
                          : type == u"integer"
                              ? value.isDouble() && value.toDouble() == double(value.toInteger())
                          : type == u"number" ? value.isDouble()
                                              : true;
    if (!isOfType)
        return u"%1: no %2"_s.arg(where, type);
    const QJsonArray allowed = schema[u"enum"].toArray();
    if (!allowed.isEmpty() && !allowed.contains(value))
        return u"%1: %2 is none of those named"_s.arg(where, value.toVariant().toString());
    const QString pattern = schema[u"pattern"].toString();
    if (!pattern.isEmpty() && !QRegularExpression(pattern).match(value.toString()).hasMatch())
        return u"%1: \"%2\" is not as it has to be"_s.arg(where, value.toString());
    return {};
}

} // namespace support
