package dev.shisa.server.audience;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Signs;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.portal.PublicNews;
import dev.shisa.server.product.OutNow;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Notices of new versions (JC-STAR S1.1-16 ②): one draft gives the words on the product's public page, in its feed, in mails and for
 * devices; they come out together by a second click.
 */
@Component
class UpdateNotices implements NoticeSource {

    private static final String SOURCE = "update:";

    private final UserNotices notices;
    private final AudienceStore store;
    private final Products products;
    private final OutNow out;
    private final Messages messages;
    private final InstantSource clock;

    UpdateNotices(
            UserNotices notices,
            AudienceStore store,
            Products products,
            OutNow out,
            Messages messages,
            InstantSource clock) {
        this.notices = notices;
        this.store = store;
        this.products = products;
        this.out = out;
        this.messages = messages;
        this.clock = clock;
    }

    /** What cannot be taken: the field, and the end of a message {@code audience.update.wrong.<why>}. */
    record Wrong(String field, String why) {}

    static List<Wrong> wrong(UpdateText text) {
        List<Wrong> wrong = new ArrayList<>();
        Map<String, Said> needed = new java.util.LinkedHashMap<>();
        needed.put("fixes", text.fixes());
        needed.put("why", text.why());
        needed.put("without", text.without());
        needed.put("install", text.install());
        needed.forEach((field, said) -> {
            if (said.ja().isBlank() && said.en().isBlank()) {
                wrong.add(new Wrong(field + "Ja", "missing"));
            }
        });
        needed.put("news", text.news());
        needed.forEach((field, said) -> {
            if (said.ja().length() > UpdateText.PART_CHARS_MAX) {
                wrong.add(new Wrong(field + "Ja", "long"));
            }
            if (said.en().length() > UpdateText.PART_CHARS_MAX) {
                wrong.add(new Wrong(field + "En", "long"));
            }
        });
        if (isNotForDevice(text.device().ja())) {
            wrong.add(new Wrong("deviceJa", "device"));
        }
        if (isNotForDevice(text.device().en())) {
            wrong.add(new Wrong("deviceEn", "device"));
        }
        return wrong;
    }

    private static boolean isNotForDevice(String text) {
        return text.codePointCount(0, text.length()) > UpdateText.DEVICE_CHARS_MAX || Signs.areHidden(text);
    }

    private static String source(Release release) {
        return SOURCE + release.id();
    }

    /** Those of a version after which another one came out, or was told of. */
    @Override
    public Set<UUID> overtaken(Collection<UserNotice> some) {
        List<UserNotice> own =
                some.stream().filter(one -> one.source().startsWith(SOURCE)).toList();
        if (own.isEmpty()) {
            return Set.of();
        }
        Map<UUID, List<Release>> registers = products.releases(
                own.stream().map(one -> one.series().getFirst()).collect(Collectors.toSet()));
        Map<String, UserNotice> known = notices.bySources(registers.values().stream()
                .flatMap(List::stream)
                .map(UpdateNotices::source)
                .toList());
        Set<UUID> overtaken = new HashSet<>();
        for (UserNotice notice : own) {
            List<Release> register = registers.getOrDefault(notice.series().getFirst(), List.of());
            register.stream()
                    .filter(one -> source(one).equals(notice.source()))
                    .filter(told -> register.stream()
                            .anyMatch(other -> isLater(other, known.get(source(other)), told, notice, register)))
                    .forEach(told -> overtaken.add(notice.id()));
        }
        return overtaken;
    }

    /**
     * Whether another version replaces the one that is told of: it was made from it, or it came out, or was told of, on a later day and
     * nothing says that it comes from another line of versions; and it is out, or users have been told of it.
     */
    private boolean isLater(
            Release other, @Nullable UserNotice ofOther, Release told, UserNotice notice, List<Release> register) {
        LocalDate day = day(other, ofOther);
        if (other.id().equals(told.id()) || day == null || isFrom(told, other, register)) {
            return false;
        }
        boolean isOfOtherLine = other.predecessor() != null && told.predecessor() != null;
        LocalDate since = told.releasedOn() == null ? day(notice.madeAt()) : told.releasedOn();
        return isFrom(other, told, register) || (!isOfOtherLine && day.isAfter(since));
    }

    /** Since when a version is out, or users know of it; null: neither. */
    private @Nullable LocalDate day(Release release, @Nullable UserNotice of) {
        LocalDate on = release.releasedOn();
        if (on != null && !on.isAfter(day(clock.instant()))) {
            return on;
        }
        UserNotice.Step step = of == null ? null : of.step();
        return step == null || step.act() != UserNotice.Act.SENT ? null : day(step.at());
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, Ui.ZONE);
    }

    /** Whether a version was made from another one, whatever lies between. */
    private static boolean isFrom(Release release, Release from, List<Release> register) {
        Map<UUID, Release> all = register.stream().collect(Collectors.toMap(Release::id, one -> one));
        Set<UUID> seen = new HashSet<>();
        for (UUID before = release.predecessor(); before != null && seen.add(before); ) {
            if (before.equals(from.id())) {
                return true;
            }
            Release one = all.get(before);
            before = one == null ? null : one.predecessor();
        }
        return false;
    }

    /**
     * A version of which people stopped shipment is offered to nobody. What else stands against shipping one does not keep anybody from
     * an update: the version that they have may be worse.
     */
    @Override
    public void requireTold(UserNotice notice) {
        UpdateText text = notice.content().update();
        if (text == null) {
            return;
        }
        Series series = products.byId(notice.series().getFirst()).orElseThrow();
        Release release = products.release(text.release()).orElseThrow();
        if (out.against(series, release, Locale.JAPANESE).stream().anyMatch(one -> one.certain() && one.stopped())) {
            throw new Problem(409, "audience.update.stopped", series.name(), release.name());
        }
    }

    /** The notice of a version, if somebody has begun one. */
    java.util.Optional<UserNotice> of(Release release) {
        return store.bySource(source(release));
    }

    /** Begins one; one for each version. */
    @Transactional
    public UserNotice begin(Series series, Release release, UpdateText text, Person person) {
        require(person, series);
        if (store.bySource(source(release)).isPresent()) {
            throw new Problem(409, "audience.update.known", release.name());
        }
        return notices.prepare(
                AudienceKind.UPDATE, source(release), List.of(series.id()), content(series, release, text), person);
    }

    /** Writes what it says now; only before it is sent. */
    @Transactional
    public UserNotice save(UserNotice notice, int seen, UpdateText text, Person person) {
        Series series = products.byId(notice.series().getFirst()).orElseThrow();
        require(person, series);
        Release release = products.release(text.release()).orElseThrow();
        return notices.save(notice, seen, content(series, release, text), person);
    }

    private static void require(Person person, Series series) {
        if (!person.can(Act.TELL_USERS) || !person.sees(series.id())) {
            throw new Problem(403, "audience.may-not");
        }
    }

    private NoticeContent content(Series series, Release release, UpdateText text) {
        return new NoticeContent(
                new Said(title("ja", series, release), title("en", series, release)),
                new Said(words("ja", text), words("en", text)),
                "products/" + series.code().toLowerCase(Locale.ROOT) + "/",
                text);
    }

    private String title(String language, Series series, Release release) {
        return say(language, "audience.update.title", series.name(language), release.name());
    }

    private String words(String language, UpdateText text) {
        return Stream.of(
                        part(language, "fixes", text.fixes()),
                        part(language, "why", text.why()),
                        part(language, "without", text.without()),
                        part(language, "install", text.install()),
                        part(language, "news", text.news()))
                .filter(one -> !one.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    private String part(String language, String key, Said said) {
        String text = said.in(language).strip();
        return text.isEmpty() ? "" : say(language, "audience.update.mail." + key) + "\n" + text;
    }

    private String say(String language, String key, Object... args) {
        return messages.get(Locale.forLanguageTag(language), key, args);
    }

    /** What was sent, as the public pages say it. */
    List<PublicNews> news() {
        List<PublicNews> news = new ArrayList<>();
        for (UserNotice notice : store.notices()) {
            UpdateText text = notice.content().update();
            UserNotice.Step step = notice.step();
            if (text == null || step == null || step.act() != UserNotice.Act.SENT) {
                continue;
            }
            products.release(text.release())
                    .ifPresent(release -> news.add(new PublicNews(
                            notice.series().getFirst(),
                            notice.code(),
                            release.name(),
                            step.at(),
                            notice.content().title(),
                            parts(text),
                            text.device())));
        }
        return news;
    }

    private List<PublicNews.Part> parts(UpdateText text) {
        List<PublicNews.Part> parts = new ArrayList<>();
        Map<String, Said> all = new java.util.LinkedHashMap<>();
        all.put("fixes", text.fixes());
        all.put("why", text.why());
        all.put("without", text.without());
        all.put("install", text.install());
        all.put("news", text.news());
        all.forEach((key, said) -> {
            if (!said.in("ja").isBlank()) {
                parts.add(new PublicNews.Part(
                        new Said(say("ja", "audience.update." + key), say("en", "audience.update." + key)), said));
            }
        });
        return parts;
    }

    /** A release that is registered for a series. */
    Release release(Series series, String name) {
        return Objects.requireNonNull(products.releaseNamed(series, name));
    }
}
