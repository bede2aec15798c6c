package dev.shisa.server.organisation;

import dev.shisa.conformity.Text;
import dev.shisa.server.document.KnownValue;
import dev.shisa.server.document.KnownValues;
import dev.shisa.server.document.Marks;
import dev.shisa.server.organisation.Company.RoleLine;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.web.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Roles, duties and trainings of the register, in the words of the documents that lay them down. */
@Component
class RegisteredRoles implements KnownValues {

    /** What follows from the register; each change of it may change any of them. */
    static final Set<String> KEYS =
            Set.of("organisation.roles", "organisation.implement", "organisation.duties", "organisation.training");

    /** The guide's role that builds measures in and fixes vulnerabilities. */
    private static final String IMPLEMENT = "implement";

    private final ObjectProvider<Register> register;
    private final Messages messages;

    RegisteredRoles(ObjectProvider<Register> register, Messages messages) {
        this.register = register;
        this.messages = messages;
    }

    @Override
    public Set<String> keys() {
        return KEYS;
    }

    @Override
    public Map<String, KnownValue> values(Set<String> keys) {
        Company company = register.getObject().company();
        Map<String, KnownValue> values = new TreeMap<>();
        for (String key : keys) {
            values.put(
                    key,
                    switch (key) {
                        case "organisation.roles" ->
                            said("roles", marks(company.roles()), locale -> roles(company, locale));
                        case "organisation.implement" ->
                            said(
                                    "roles",
                                    marks(holding(company, IMPLEMENT).toList()),
                                    locale -> holder(company, locale));
                        case "organisation.duties" -> said("roles", null, locale -> duties(company, locale));
                        case "organisation.training" -> said("training", null, locale -> training(company, locale));
                        default -> throw new IllegalArgumentException(key);
                    });
        }
        return values;
    }

    private static KnownValue said(String page, @Nullable String mark, Function<Locale, String> words) {
        return new KnownValue(
                words.apply(Locale.JAPANESE),
                words.apply(Locale.ENGLISH),
                null,
                mark,
                "/organisation/" + page,
                Act.EDIT_ORGANISATION);
    }

    private String t(Locale locale, String key, Object... args) {
        return messages.get(locale, "organisation.known." + key, args);
    }

    /** Each role with whoever holds it; what is not said of one is a gap. Empty: nobody holds any. */
    private String roles(Company company, Locale locale) {
        List<RoleLine> roles = company.roles();
        return roles.stream().noneMatch(RoleLine::isHeld)
                ? ""
                : roles.stream()
                        .map(role -> "- " + role.name().in(locale) + ": "
                                + (role.isHeld()
                                        ? held(role, locale)
                                        : Marks.gap(
                                                t(locale, "holder", role.name().in(locale)), locale.getLanguage())))
                        .collect(Collectors.joining("\n"));
    }

    /** Who holds roles and stands in, without a name. */
    private static String marks(List<RoleLine> roles) {
        return roles.stream()
                .map(role -> role.key() + "=" + role.holding()
                        + Stream.of(Optional.ofNullable(role.holder()), Optional.ofNullable(role.deputy()))
                                .map(person ->
                                        person.map(p -> p.entry().toString()).orElse("-"))
                                .collect(Collectors.joining("/", "/", "")))
                .collect(Collectors.joining(" "));
    }

    private static Stream<RoleLine> holding(Company company, String key) {
        return company.guideRoles().stream().filter(role -> role.key().equals(key) && role.isHeld());
    }

    private String held(RoleLine role, Locale locale) {
        Entry holder = role.holder();
        Entry deputy = role.deputy();
        String who = Stream.of(holder == null ? "" : holder.text("department"), role.words())
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
        return deputy == null ? who : t(locale, "deputy", who, deputy.text("name"));
    }

    private String holder(Company company, Locale locale) {
        return holding(company, IMPLEMENT)
                .map(role -> held(role, locale))
                .findFirst()
                .orElse("");
    }

    /** Who is responsible, accountable, consulted and informed; only activities of which that is decided. */
    private String duties(Company company, Locale locale) {
        List<Entry> shared =
                company.of(Kind.ACTIVITY).stream().filter(Company::isShared).toList();
        if (shared.isEmpty()) {
            return "";
        }
        List<String> lines = new ArrayList<>(List.of(row(List.of(
                t(locale, "activity"),
                t(locale, "raci.R"),
                t(locale, "raci.A"),
                t(locale, "raci.C"),
                t(locale, "raci.I")))));
        shared.forEach(activity -> lines.add(row(Stream.concat(
                        Stream.of(activity.text("name")),
                        Stream.of("R", "A", "C", "I").map(part -> parts(company, activity, part, locale)))
                .toList())));
        return String.join("\n", lines);
    }

    private static String parts(Company company, Entry activity, String part, Locale locale) {
        Map<String, Text> participants = company.participants();
        return activity.raci().entrySet().stream()
                .filter(e -> e.getValue().contains(part))
                .flatMap(e -> Stream.ofNullable(participants.get(e.getKey())))
                .map(name -> name.in(locale))
                .collect(Collectors.joining(", "));
    }

    /** A cell holds neither a line end nor the sign that ends it. */
    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replaceAll("\\s+", " ").replace('|', '/').strip())
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String training(Company company, Locale locale) {
        return company.roles().stream()
                .filter(role -> !role.needs().isEmpty())
                .map(role -> "- " + role.name().in(locale) + ": "
                        + role.needs().stream().map(Company.Need::topic).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("\n"));
    }
}
