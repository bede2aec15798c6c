package dev.shisa.server.notice;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Notices and messages in words. Names are those of the moment at which they are read or sent. */
@Component
class NoticeText {

    /** More nobody reads in a message; how many there are besides stands below. */
    private static final int LINES_MAX = 20;

    private static final String ALL = "/notices";

    /** Where all that waits for a person stands. */
    private static final String HOME = "/";

    private final Messages messages;
    private final Products products;
    private final Settings settings;
    private final PublicAddress address;

    NoticeText(Messages messages, Products products, Settings settings, PublicAddress address) {
        this.messages = messages;
        this.products = products;
        this.settings = settings;
        this.address = address;
    }

    /** The series of some notices. */
    Map<UUID, Series> series(Collection<Notice> notices) {
        return products
                .byIds(notices.stream()
                        .map(Notice::seriesId)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList())
                .stream()
                .collect(Collectors.toMap(Series::id, Function.identity()));
    }

    /** What happened, in one sentence. */
    String sentence(Notice notice, Map<UUID, Series> series, Locale locale) {
        UUID id = notice.seriesId();
        Series known = id == null ? null : series.get(id);
        String name = known == null ? settings.organisationName() : known.name();
        List<String> args = notice.args();
        String key = "notice.text." + notice.kind().id();
        return switch (notice.kind()) {
            case FINDINGS ->
                messages.get(
                        locale,
                        notice.count() == 1 ? key : key + ".many",
                        name,
                        args.get(0),
                        notice.count(),
                        args.get(1),
                        args.get(2));
            case FINDINGS_LATE ->
                messages.get(locale, key, name, args.get(0), notice.count(), args.get(1), args.get(2));
            case SOURCE_OLD -> messages.get(locale, key, messages.get(locale, "vulnerability.source." + args.get(0)));
            case VERDICT ->
                notice.count() == 1
                        ? messages.get(
                                locale,
                                key,
                                name,
                                number(args.get(0)),
                                messages.get(locale, "web.verdict." + args.get(1)),
                                messages.get(locale, "web.verdict." + args.get(2)))
                        : messages.get(locale, key + ".many", name, notice.count());
            case LABEL -> messages.get(locale, key + "." + args.get(0), name, args.get(1), args.get(2));
            case TASK, TASK_DUE -> messages.get(locale, key, name, number(args.get(0)), args.get(1));
            case TALK -> talk(key, name, args, locale);
            case REMINDER -> messages.get(locale, key + "." + args.get(0), args.get(1), notice.count());
            case CASE ->
                (args.get(3).isEmpty() ? "" : messages.get(locale, "psirt.drill.mark") + " ")
                        + messages.get(locale, key + "." + args.get(1), args.get(0), args.get(2));
            case SURGE ->
                messages.get(
                        locale, id == null ? key + ".all" : key, known == null ? "" : name, args.get(0), args.get(1));
            case EMERGENCY -> messages.get(locale, key, args.get(0));
            case ADVISORY -> {
                String title = args.get(locale.getLanguage().equals("ja") ? 3 : 4);
                yield title.isEmpty()
                        ? messages.get(locale, key + "." + args.get(0) + ".some", args.get(1), args.get(2), args.get(5))
                        : messages.get(locale, key + "." + args.get(0), args.get(1), args.get(2), title);
            }
            case FINDINGS_PRIORITY, FINDINGS_DECIDED ->
                messages.get(locale, key, name, args.get(0), notice.count(), args.get(1));
            case STOP -> messages.get(locale, key + "." + args.get(0), name, args.get(1), args.get(2));
            case SUPPLIER_ANSWERED, SUPPLIER_OVERDUE -> messages.get(locale, key, args.get(0));
            case USERS_TOLD ->
                messages.get(
                        locale,
                        key,
                        messages.get(locale, "audience.kind." + args.get(0)),
                        args.get(1),
                        Integer.valueOf(args.get(2)));
            case CASE_OPENED -> messages.get(locale, key, notice.count());
            case HEALTH -> {
                String check = "doctor." + args.get(0);
                Object[] found = args.stream().skip(2).map(NoticeText::typed).toArray();
                yield messages.get(
                        locale,
                        key,
                        messages.get(locale, check),
                        messages.get(locale, check + "." + args.get(1), found));
            }
        };
    }

    private String talk(String key, String name, List<String> args, Locale locale) {
        return messages.get(
                locale,
                key + "." + args.get(0) + (args.get(3).isEmpty() ? "" : ".due"),
                name,
                messages.get(locale, "talk.place." + args.get(1)),
                args.get(2),
                args.get(3));
    }

    /** Where it is seen: one thing on its own page, several on the list that has them all. */
    String href(Notice notice, Map<UUID, Series> series) {
        UUID id = notice.seriesId();
        Series known = id == null ? null : series.get(id);
        if (notice.kind() == NoticeKind.REMINDER && notice.count() > 1) {
            return HOME;
        }
        if (notice.count() == 1 || known == null) {
            return notice.href();
        }
        return switch (notice.kind()) {
            case VERDICT -> "/products/" + NoticeEvents.encoded(known.code()) + "/conformity";
            case FINDINGS, FINDINGS_PRIORITY, FINDINGS_DECIDED ->
                notice.href().replaceFirst("/vulnerabilities/[0-9a-f-]{36}$", "/vulnerabilities");
            case FINDINGS_LATE, SOURCE_OLD, LABEL, TASK, TASK_DUE, TALK, REMINDER, CASE, SURGE, EMERGENCY, HEALTH ->
                notice.href();
            case ADVISORY, STOP, SUPPLIER_ANSWERED, SUPPLIER_OVERDUE, USERS_TOLD, CASE_OPENED -> notice.href();
        };
    }

    private static String number(String requirement) {
        return RequirementId.parse(requirement).map(RequirementId::number).orElse(requirement);
    }

    /** What was a number is one again, so that patterns can write it as such. */
    private static Object typed(String arg) {
        return arg.matches("-?[0-9]{1,18}") ? Long.valueOf(arg) : arg;
    }

    /** A message in words: its title, what it tells, where all of it is. */
    record Written(String title, String mail, List<ChannelShape.Told.Line> lines, String button, String href) {

        Written {
            lines = List.copyOf(lines);
        }

        ChannelShape.Told told(NoticeMessage message) {
            return new ChannelShape.Told(
                    message.id().toString(), message.madeAt(), message.sort().id(), title, lines, button, href);
        }
    }

    Written write(NoticeMessage message, List<Notice> notices, Locale locale) {
        Map<UUID, Series> series = series(notices);
        boolean trial = message.sort() == NoticeMessage.Sort.TRIAL;
        int things = notices.stream().mapToInt(Notice::count).sum();
        String title = messages.get(
                locale,
                "notice.message.title." + message.sort().id(),
                settings.organisationName(),
                things,
                message.madeAt().atZone(Ui.ZONE).toLocalDate().toString());
        List<ChannelShape.Told.Line> lines = new ArrayList<>();
        for (Notice notice : notices.subList(0, Math.min(notices.size(), LINES_MAX))) {
            lines.add(new ChannelShape.Told.Line(
                    notice.kind().id(),
                    notice.count(),
                    sentence(notice, series, locale),
                    address.base() + href(notice, series)));
        }
        if (trial) {
            lines.add(new ChannelShape.Told.Line(
                    "trial", 1, messages.get(locale, "notice.message.trial"), address.base() + ALL));
        }
        int more = notices.size() - lines.size();
        if (more > 0) {
            lines.add(new ChannelShape.Told.Line(
                    "more", more, messages.get(locale, "notice.message.more", more), address.base() + ALL));
        }
        return new Written(
                title,
                mail(lines, trial, locale),
                lines,
                messages.get(locale, "notice.message.button"),
                address.base() + ALL);
    }

    private String mail(List<ChannelShape.Told.Line> lines, boolean trial, Locale locale) {
        StringBuilder text = new StringBuilder(
                        messages.get(locale, "notice.message.begin", settings.organisationName()))
                .append("\n\n");
        lines.forEach(line -> text.append("・")
                .append(line.sentence())
                .append("\n  ")
                .append(line.href())
                .append("\n\n"));
        if (!trial) {
            text.append(messages.get(locale, "notice.message.end"))
                    .append("\n  ")
                    .append(address.base())
                    .append(ALL)
                    .append("/settings\n");
        }
        return text.toString();
    }

    /** What became of a message, in words. */
    static String outcome(Ui ui, String code, List<String> args) {
        return code.isEmpty() ? ui.t("notice.outcome.none") : ui.t("outgoing.outcome." + code, args.toArray());
    }
}
