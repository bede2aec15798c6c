package dev.shisa.server.platform.web;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every page needs: the reader's language, the signed-in person, the navigation, the words. */
public final class Ui {

    /** Times on screen are the maker's; the guides and IPA's forms use Japan's. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d{2}:\\d{2})");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);

    /** A link that opens without signing in is a secret: that part of an address goes no further. */
    private static final Pattern SECRET = Pattern.compile("/[A-Za-z0-9_-]{40,}");

    private static final Pattern DONE = Pattern.compile("[?&]done=([a-z-]{1,40})");

    private final Messages messages;
    private final Assets assets;
    private final String assetsAt;
    private final Locale locale;
    private final @Nullable Person person;
    private final Supplier<String> organisationName;
    private final Supplier<String> makerName;
    private final Nav nav;
    private final String csrfName;
    private final String csrfToken;
    private final String formKey;
    private final String theme;
    private final String path;
    private final Supplier<List<SavedFilters.Saved>> savedFilters;
    private final IntSupplier unread;
    private final Instant now;

    Ui(
            Messages messages,
            Assets assets,
            String assetsAt,
            Locale locale,
            @Nullable Person person,
            Supplier<String> organisationName,
            Supplier<String> makerName,
            Nav nav,
            String csrfName,
            String csrfToken,
            String formKey,
            String theme,
            String path,
            Supplier<List<SavedFilters.Saved>> savedFilters,
            IntSupplier unread,
            Instant now) {
        this.messages = messages;
        this.assets = assets;
        this.assetsAt = assetsAt;
        this.locale = locale;
        this.person = person;
        this.organisationName = organisationName;
        this.makerName = makerName;
        this.nav = nav;
        this.csrfName = csrfName;
        this.csrfToken = csrfToken;
        this.formKey = formKey;
        this.theme = theme;
        this.path = path;
        this.savedFilters = savedFilters;
        this.unread = unread;
        this.now = now;
    }

    /** The words of a message key in the reader's language. */
    public String t(String key, Object... args) {
        return messages.get(locale, key, args);
    }

    public boolean has(String key) {
        return messages.has(locale, key);
    }

    /** That something was done, as the address says it: the message {@code <prefix>.<word>}, or nothing. */
    public String done(String prefix) {
        Matcher word = DONE.matcher(path);
        return word.find() && has(prefix + "." + word.group(1)) ? t(prefix + "." + word.group(1)) : "";
    }

    /** The words of the first of these keys that has any. */
    public String first(List<String> keys, Object... args) {
        return t(keys.stream().filter(this::has).findFirst().orElse(keys.getLast()), args);
    }

    public Locale locale() {
        return locale;
    }

    /** {@code ja} or {@code en}. */
    public String lang() {
        return locale.getLanguage();
    }

    public boolean signedIn() {
        return person != null;
    }

    public @Nullable Person person() {
        return person;
    }

    /** Tells what a browser keeps for one person from what it keeps for another; empty: nobody is signed in. */
    public String me() {
        return person == null ? "" : person.id().toString();
    }

    public String personName() {
        return person == null ? "" : person.name();
    }

    public String organisationName() {
        return organisationName.get();
    }

    /** The company's name in the language of the page, for readers outside of it. */
    public String makerName() {
        return makerName.get();
    }

    public Nav nav() {
        return nav;
    }

    public String csrfName() {
        return csrfName;
    }

    public String csrfToken() {
        return csrfToken;
    }

    /**
     * The address to which a form with files is sent: with the token, since the body is read only after the token was right. Where no page
     * has one it is the address as it is.
     */
    public String withToken(String address) {
        return csrfToken.isEmpty()
                ? address
                : address + (address.contains("?") ? "&" : "?") + csrfName + "="
                        + URLEncoder.encode(csrfToken, StandardCharsets.UTF_8);
    }

    /** New with each page; see {@link Sending}. */
    public String formKey() {
        return formKey;
    }

    /** {@code system}, {@code light} or {@code dark}. */
    public String theme() {
        return theme;
    }

    /** The path and query of this page, for the language switch and the way back after signing in. */
    public String path() {
        return path;
    }

    /** How many notices the signed-in person has not read. */
    public int unread() {
        return unread.getAsInt();
    }

    /** Whether this page is a list whose filter can be given a name. */
    public boolean hasSavedFilters() {
        return person != null && SavedFilters.isList(path.split("\\?", 2)[0]);
    }

    /** The named filters of this list, one's own first. */
    public List<SavedFilters.Saved> savedFilters() {
        return savedFilters.get();
    }

    /** The filter of this list as it stands in the address; empty: there is none. */
    public String filter() {
        String[] parts = path.split("\\?", 2);
        return parts.length == 2 ? SavedFilters.filterOf(parts[1]) : "";
    }

    /** Where the help of this page is. */
    public String help() {
        String page = SECRET.matcher(path.split("\\?", 2)[0]).replaceAll("/x");
        return "/help?page=" + java.net.URLEncoder.encode(page, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The address of a static file with its content's hash, so that a new release is never served from a cache. */
    public String asset(String file) {
        return assetsAt + assets.href(file);
    }

    /** Whether the signed-in person may do an act, by its id ({@code edit-product}). */
    public boolean can(String act) {
        return person != null
                && person.can(Act.valueOf(act.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    /** Words for the place in the ledger, e.g. {@code 証跡 1-42}; null while there is none. */
    public @Nullable String ledgerEntry(@Nullable String number) {
        return number == null ? null : t("web.ledger") + " " + number;
    }

    /** The page of a place in the ledger; null while there is none, and for those who may not see it. */
    public @Nullable String ledgerHref(@Nullable String number) {
        return number == null || !can("read-audit") ? null : "/records/" + number;
    }

    public Instant now() {
        return now;
    }

    /** {@code 2026-11-20 16:02} in Japan. */
    public String minute(Instant instant) {
        return MINUTE.format(instant.atZone(ZONE));
    }

    /** {@code 2026-11-20 16:02:45} in Japan. */
    public String second(Instant instant) {
        return SECOND.format(instant.atZone(ZONE));
    }

    /** {@code 2026-11-20} in Japan. */
    public String day(Instant instant) {
        return DAY.format(instant.atZone(ZONE));
    }

    /** A text in which each instant of a program ({@code 2026-11-20T07:02:45Z}) is written as people write it, in Japan. */
    public String readable(String text) {
        return INSTANT.matcher(text).replaceAll(found -> {
            try {
                return minute(OffsetDateTime.parse(found.group()).toInstant());
            } catch (DateTimeParseException e) {
                return Matcher.quoteReplacement(found.group());
            }
        });
    }

    /** {@code 11月25日} or {@code 25 November}: dates inside sentences. */
    public String dayInWords(LocalDate day) {
        return lang().equals("ja")
                ? day.getMonthValue() + "月" + day.getDayOfMonth() + "日"
                : DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH).format(day);
    }
}
