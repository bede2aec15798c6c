package dev.shisa.server.evidence;

import dev.shisa.conformity.Strength;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The filters of an evidence list as they stand in its address; whatever is not understood there is left out. */
public record EvidenceQuery(
        String path,
        String words,
        @Nullable EvidenceKind kind,
        @Nullable Strength strength,
        @Nullable Integer expiry,
        EvidenceFilter.@Nullable Confirmation confirmation,
        EvidenceFilter.Sort sort,
        boolean descending,
        int page,
        @Nullable Long upTo) {

    /** A line says much: on a phone, as many as a page of a list may be long. */
    static final int ROWS = 20;

    static final List<Integer> DAYS = List.of(30, 90, 365);
    static final int WORDS_CHARS_MAX = 200;
    private static final int PAGES_MAX = 100_000;

    /** @param path of the list, without a query */
    static EvidenceQuery of(String path, Map<String, String> params) {
        String words = params.getOrDefault("q", "").strip();
        String sort = params.getOrDefault("sort", "");
        boolean minus = sort.startsWith("-");
        EvidenceFilter.Sort column = choice(EvidenceFilter.Sort.class, minus ? sort.substring(1) : sort);
        return new EvidenceQuery(
                path,
                words.substring(0, Math.min(words.length(), WORDS_CHARS_MAX)),
                EvidenceKind.parse(params.getOrDefault("kind", "")).orElse(null),
                Strength.parse(params.getOrDefault("strength", "")).orElse(null),
                expiry(params.getOrDefault("expiry", "")),
                choice(EvidenceFilter.Confirmation.class, params.getOrDefault("confirmation", "")),
                column == null ? EvidenceFilter.Sort.RECORDED : column,
                column == null || minus,
                number(params.getOrDefault("page", "1")),
                place(params.getOrDefault("to", "")));
    }

    /** The same page of the list as it was when this piece of evidence was the last that had come. */
    EvidenceQuery upTo(long newest) {
        return new EvidenceQuery(path, words, kind, strength, expiry, confirmation, sort, descending, page, newest);
    }

    /** Another page of the same list. */
    EvidenceQuery at(int other) {
        return new EvidenceQuery(path, words, kind, strength, expiry, confirmation, sort, descending, other, upTo);
    }

    EvidenceFilter filter(Set<UUID> scope, @Nullable UUID seriesId, int offset, int limit) {
        return new EvidenceFilter(
                scope,
                seriesId,
                words,
                kind,
                strength,
                expiry,
                confirmation,
                sort,
                descending,
                offset,
                limit,
                Set.of(),
                null,
                upTo,
                false);
    }

    EvidenceFilter filter(Set<UUID> scope, @Nullable UUID seriesId) {
        return filter(scope, seriesId, (page - 1) * ROWS, ROWS);
    }

    public boolean isFiltered() {
        return !words.isEmpty() || kind != null || strength != null || expiry != null || confirmation != null;
    }

    /** Only the expiry narrows the list, so the answer of the page can say it. */
    public boolean isOnlyExpiry() {
        return expiry != null && words.isEmpty() && kind == null && strength == null && confirmation == null;
    }

    public boolean isOnlyWaiting() {
        return confirmation == EvidenceFilter.Confirmation.WAITING
                && words.isEmpty()
                && kind == null
                && strength == null
                && expiry == null;
    }

    public String expiryParam() {
        return expiry == null ? "" : expiry == 0 ? "expired" : expiry.toString();
    }

    public String sortParam() {
        return (descending ? "-" : "") + sort.name().toLowerCase(Locale.ROOT);
    }

    private boolean isSortedByDefault() {
        return sort == EvidenceFilter.Sort.RECORDED && descending;
    }

    /** The address of the list with one parameter changed; an empty value takes it away. */
    public String with(String name, String value) {
        return address(path, name, value);
    }

    /** The same list, all of it, as a file. */
    public String export(String extension) {
        return address(path + "." + extension, "page", "");
    }

    /** Up to the number of a page. */
    public String pageHref() {
        String without = with("to", upTo == null ? "" : upTo.toString());
        return without + (without.contains("?") ? "&" : "?") + "page=";
    }

    public String clearHref() {
        return isSortedByDefault() ? path : path + "?sort=" + sortParam();
    }

    private String address(String to, String name, String value) {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("q", words);
        params.put("kind", kind == null ? "" : kind.id());
        params.put("strength", strength == null ? "" : strength.code());
        params.put("expiry", expiryParam());
        params.put(
                "confirmation", confirmation == null ? "" : confirmation.name().toLowerCase(Locale.ROOT));
        params.put("sort", isSortedByDefault() ? "" : sortParam());
        params.put(name, value);
        String query = params.entrySet().stream()
                .filter(p -> !p.getValue().isEmpty())
                .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? to : to + "?" + query;
    }

    /** Each filter in force as a tag that takes it away. */
    public List<Parts.Filter> tags(Ui ui) {
        List<Parts.Filter> tags = new ArrayList<>();
        if (!words.isEmpty()) {
            tags.add(new Parts.Filter(ui.t("evidence.filter.tag.words", words), with("q", "")));
        }
        if (kind != null) {
            tags.add(new Parts.Filter(ui.t("evidence.kind." + kind.id()), with("kind", "")));
        }
        if (strength != null) {
            tags.add(new Parts.Filter(
                    ui.t("evidence.filter.tag", ui.t("evidence.strength"), ui.t("web.strength." + strength.code())),
                    with("strength", "")));
        }
        if (expiry != null) {
            tags.add(new Parts.Filter(
                    ui.t("evidence.filter.tag", ui.t("evidence.filter.expiry"), expiryWords(ui, expiry)),
                    with("expiry", "")));
        }
        if (confirmation != null) {
            tags.add(new Parts.Filter(
                    ui.t("evidence.confirmation." + confirmation.name().toLowerCase(Locale.ROOT)),
                    with("confirmation", "")));
        }
        return tags;
    }

    static String expiryWords(Ui ui, int days) {
        return days == 0 ? ui.t("evidence.expiry.expired") : ui.t("evidence.expiry.within", days);
    }

    public List<Parts.Choice> expiries(Ui ui) {
        List<Parts.Choice> all = new ArrayList<>();
        all.add(new Parts.Choice("", ui.t("evidence.all")));
        List<Integer> days = new ArrayList<>(DAYS);
        if (expiry != null && expiry > 0 && !days.contains(expiry)) {
            days.add(expiry);
            days.sort(null);
        }
        days.forEach(d -> all.add(new Parts.Choice(d.toString(), expiryWords(ui, d))));
        all.add(new Parts.Choice("expired", ui.t("evidence.expiry.expired")));
        return all;
    }

    public static List<Parts.Choice> strengths(Ui ui) {
        List<Parts.Choice> all = new ArrayList<>();
        all.add(new Parts.Choice("", ui.t("evidence.all")));
        for (Strength s : Strength.values()) {
            all.add(new Parts.Choice(s.code(), ui.t("web.strength." + s.code())));
        }
        return all;
    }

    public static List<Parts.Choice> confirmations(Ui ui) {
        return List.of(
                new Parts.Choice("", ui.t("evidence.all")),
                new Parts.Choice("confirmed", ui.t("evidence.confirmation.confirmed")),
                new Parts.Choice("waiting", ui.t("evidence.confirmation.waiting")));
    }

    public Parts.Column column(Ui ui, String label, EvidenceFilter.Sort by) {
        Parts.Order order = sort != by ? Parts.Order.NONE : descending ? Parts.Order.DESCENDING : Parts.Order.ASCENDING;
        String name = by.name().toLowerCase(Locale.ROOT);
        boolean next = sort == by ? !descending : by == EvidenceFilter.Sort.RECORDED;
        String value = (next ? "-" : "") + name;
        return Parts.Column.sortable(ui.t(label), with("sort", value.equals("-recorded") ? "" : value), order);
    }

    private static @Nullable Integer expiry(String text) {
        if (text.equals("expired")) {
            return 0;
        }
        return text.matches("\\d{1,4}")
                        && Integer.parseInt(text) >= 1
                        && Integer.parseInt(text) <= EvidenceFilter.DAYS_MAX
                ? Integer.valueOf(text)
                : null;
    }

    private static @Nullable Long place(String text) {
        return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }

    private static int number(String text) {
        return text.matches("\\d{1,6}") ? Math.clamp(Integer.parseInt(text), 1, PAGES_MAX) : 1;
    }

    private static <E extends Enum<E>> @Nullable E choice(Class<E> type, String name) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name.toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        return null;
    }
}
