// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/settings.h"

#include <QDir>
#include <QFile>
#include <cstdio>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWrongUsage = 2;
constexpr qint64 kLongestLine = 65536;

void print(std::FILE *stream, const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), stream);
}

} // namespace

Settings::Settings(const QString &program, const QString &description,
                   const QList<Setting> &settings)
    : m_program(program)
    , m_settings(settings)
    , m_startDirectory(QDir::currentPath())
{
    m_settings << Setting{
        u"lock"_s, u"Lock file that keeps a second instance from starting."_s, u"file"_s, {}};
    m_parser.setApplicationDescription(description);
    for (const Setting &setting : std::as_const(m_settings))
        m_parser.addOption(
            {setting.name, setting.description, setting.valueName, setting.defaultValue});
    m_parser.addOptions({
        {u"config"_s,
         u"File with settings as name=value lines; the command line goes before it. "
         u"It is read again on SIGHUP."_s,
         u"file"_s},
        {{u"d"_s, u"daemon"_s}, u"Run as a daemon; log to syslog."_s},
        {u"supervise"_s, u"Start the daemon's worker again when it crashes."_s},
        {{u"h"_s, u"help"_s}, u"Show this help and end."_s},
        {{u"V"_s, u"version"_s}, u"Show the version and end."_s},
    });
}

std::optional<int> Settings::parse(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    const bool isUnderstood = m_parser.parse(arguments);
    if (isUnderstood && m_parser.isSet(u"help"_s)) {
        const QCoreApplication forItsName(argc, argv);
        print(stdout, m_parser.helpText());
        return EXIT_SUCCESS;
    }
    if (isUnderstood && m_parser.isSet(u"version"_s)) {
        print(stdout, u"%1 %2\n"_s.arg(m_program, QLatin1StringView(LOOPCHECK_VERSION)));
        return EXIT_SUCCESS;
    }
    QString problem;
    if (!isUnderstood)
        problem = m_parser.errorText();
    else if (!m_parser.positionalArguments().isEmpty())
        problem = u"\"%1\" is not an option"_s.arg(m_parser.positionalArguments().constFirst());
    else if (const auto isRead = reread(); !isRead)
        problem = isRead.error();
    if (problem.isEmpty())
        return {};
    print(stderr, u"%1: %2\nTry --help.\n"_s.arg(m_program, problem));
    return kWrongUsage;
}

tl::expected<void, QString> Settings::reread()
{
    if (!m_parser.isSet(u"config"_s))
        return {};
    const QString path = QDir(m_startDirectory).absoluteFilePath(m_parser.value(u"config"_s));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        return tl::unexpected(
            u"cannot read the configuration %1: %2"_s.arg(path, file.errorString()));
    QHash<QString, QStringList> values;
    for (int number = 1; !file.atEnd(); ++number) {
        const QString line = QString::fromUtf8(file.readLine(kLongestLine)).trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        const QString name = line.section(QLatin1Char('='), 0, 0).trimmed();
        const bool isKnown = std::any_of(m_settings.cbegin(), m_settings.cend(),
                                         [&](const Setting &known) { return known.name == name; });
        if (!isKnown || name.size() == line.size())
            return tl::unexpected(u"%1:%2: \"%3\" is not a setting: write name=value"_s.arg(
                path, QString::number(number), line));
        values[name] << line.section(QLatin1Char('='), 1).trimmed();
    }
    m_file = std::move(values);
    return {};
}

tl::expected<void, QString> Settings::require(const QStringList &names) const
{
    for (const QString &name : names) {
        if (text(name).isEmpty())
            return tl::unexpected(u"--%1 is missing"_s.arg(name));
    }
    return {};
}

bool Settings::isSet(const QString &name) const
{
    return m_parser.isSet(name) || m_file.contains(name);
}

QString Settings::text(const QString &name) const
{
    if (!m_parser.isSet(name) && m_file.contains(name))
        return m_file.value(name).constLast();
    return m_parser.value(name);
}

QStringList Settings::texts(const QString &name) const
{
    if (!m_parser.isSet(name) && m_file.contains(name))
        return m_file.value(name);
    return m_parser.values(name);
}

QString Settings::path(const QString &name) const
{
    const QString given = text(name);
    return given.isEmpty() ? given
                           : QDir::cleanPath(QDir(m_startDirectory).absoluteFilePath(given));
}

tl::expected<int, QString> Settings::number(const QString &name, int least, int most) const
{
    bool isNumber = false;
    const int value = text(name).toInt(&isNumber);
    if (!isNumber || value < least || value > most)
        return tl::unexpected(u"--%1 takes a number from %2 to %3, not \"%4\""_s.arg(
            name, QString::number(least), QString::number(most), text(name)));
    return value;
}

tl::expected<std::chrono::milliseconds, QString> Settings::seconds(const QString &name) const
{
    constexpr double kLongest = 86400;
    bool isNumber = false;
    const double value = text(name).toDouble(&isNumber);
    if (!isNumber || !(value > 0 && value <= kLongest))
        return tl::unexpected(
            u"--%1 takes seconds, more than 0 and at most a day, not \"%2\""_s.arg(name,
                                                                                   text(name)));
    return std::chrono::milliseconds(qRound64(value * 1000));
}

tl::expected<void, QString> Settings::readSeconds(std::initializer_list<TimeTarget> targets) const
{
    for (const auto &[name, target] : targets) {
        const auto time = seconds(name);
        if (!time)
            return tl::unexpected(time.error());
        *target = *time;
    }
    return {};
}

} // namespace transfer::receiver
