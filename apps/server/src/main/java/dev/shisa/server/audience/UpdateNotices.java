package dev.shisa.server.audience;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.portal.PublicNews;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Notices of new versions (JC-STAR S1.1-16 ②): one draft gives the words on the product's public page, in its feed, in mails and for
 * devices; they come out together by a second click.
 */
@Component
class UpdateNotices {

    private final UserNotices notices;
    private final AudienceStore store;
    private final Products products;
    private final Messages messages;

    UpdateNotices(UserNotices notices, AudienceStore store, Products products, Messages messages) {
        this.notices = notices;
        this.store = store;
        this.products = products;
        this.messages = messages;
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
        return text.codePointCount(0, text.length()) > UpdateText.DEVICE_CHARS_MAX
                || text.chars().anyMatch(Character::isISOControl);
    }

    private static String source(Release release) {
        return "update:" + release.id();
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
        return say(language, "audience.update.title", series.name(), release.name());
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
