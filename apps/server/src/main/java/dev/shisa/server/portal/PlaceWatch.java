package dev.shisa.server.portal;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.PageSnapshot;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.transaction.Effects;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.VisibleText;
import dev.shisa.server.portal.PublishedPlace.Seen;
import dev.shisa.server.portal.StatedPlaces.Stated;
import dev.shisa.server.product.Products;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps S1.1-05 and S1.1-16 true to what users can really reach. Every hour it looks at the places that the facts name, each by the way on
 * which copies of pages are fetched, the maker's own public pages where they are made. While a place is gone, a fact of the strength of the
 * one that names it says otherwise: the criterion asks for another look, and nothing turns red by that alone. When the place is there
 * again, or is named no more, the watch takes back what it said. A page whose words changed is noted on the page of the places; what is
 * there never makes anything good, since nobody has read it.
 *
 * <p>A person who decides against the watch is right until the place was there once more.
 */
@Component
class PlaceWatch {

    /** Who says it, in evidence. */
    static final String NAME = "Shisa";

    private static final int LOOKS_MAX = 60;
    private static final int PLACES_MAX = 2_000;

    /** So lately must another host have answered for the way to the internet to be open. */
    private static final Duration LATELY = Duration.ofHours(2);

    /** Words of a page are read up to here. */
    private static final int TEXT_BYTES_MAX = 2_000_000;

    private final StatedPlaces places;
    private final PlaceStore store;
    private final OwnPages own;
    private final PageSnapshot pages;
    private final EvidenceLog log;
    private final Blobs blobs;
    private final Products products;
    private final People people;
    private final Messages messages;
    private final TransactionTemplate apart;
    private final InstantSource clock;

    /** Of the looks that nobody asks for; they may take minutes, and nobody waits for them. */
    private final ReentrantLock turn = new ReentrantLock();

    PlaceWatch(
            StatedPlaces places,
            PlaceStore store,
            OwnPages own,
            PageSnapshot pages,
            EvidenceLog log,
            Blobs blobs,
            Products products,
            People people,
            Messages messages,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.places = places;
        this.store = store;
        this.own = own;
        this.pages = pages;
        this.log = log;
        this.blobs = blobs;
        this.products = products;
        this.people = people;
        this.messages = messages;
        this.apart = new TransactionTemplate(transactions);
        // After a commit the transaction that was committed still seems to go on.
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    /** How a place outside is looked at. */
    @FunctionalInterface
    interface Asking {
        PageSnapshot.Look look(String address, String etag, String lastModified);
    }

    /** What is due. */
    @Scheduled(fixedDelay = 600_000, initialDelay = 300_000)
    void look() {
        look(pages::look);
    }

    void look(Asking asking) {
        if (!turn.tryLock()) {
            return;
        }
        try {
            Set<String> named = named();
            Instant now = now();
            List<PublishedPlace> all = Objects.requireNonNull(apart.execute(_ -> {
                store.keep(named, now);
                return store.all();
            }));
            all.stream()
                    .filter(place -> place.isDue(now))
                    .limit(LOOKS_MAX)
                    .forEach(place -> look(place.address(), asking));
            follow();
        } finally {
            turn.unlock();
        }
    }

    /**
     * One place, now; empty: nobody names it. Under an {@code Idempotency-Key}, as soon as the call is committed: the place is as it was
     * found the last time.
     */
    Optional<PublishedPlace> lookNow(String address) {
        if (Effects.mayComeToNothing()) {
            Effects.afterCommit(() -> Background.start("place-look", () -> lookNow(address, pages::look)));
            return Optional.of(store.byAddress(address).orElseGet(() -> PublishedPlace.fresh(address, now())));
        }
        return lookNow(address, pages::look);
    }

    Optional<PublishedPlace> lookNow(String address, Asking asking) {
        Set<String> named = named();
        if (!named.contains(address)) {
            return Optional.empty();
        }
        apart.executeWithoutResult(_ -> store.keep(named, now()));
        look(address, asking);
        follow();
        return store.byAddress(address);
    }

    /** What an owner switches off nobody reaches, from this moment on. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(PortalChanged changed) {
        Set<String> named = named();
        List<String> ours = Objects.requireNonNull(apart.execute(_ -> {
            store.keep(named, now());
            return named.stream().filter(own::isOwn).toList();
        }));
        ours.forEach(address -> look(address, pages::look));
        follow();
    }

    private Set<String> named() {
        Set<String> named = new LinkedHashSet<>();
        Objects.requireNonNull(apart.execute(_ -> places.all())).stream()
                .flatMap(stated -> stated.addresses().stream().sorted())
                .limit(PLACES_MAX)
                .forEach(named::add);
        return named;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Asks outside of any transaction, since others take their time to answer. */
    private void look(String address, Asking asking) {
        PublishedPlace before = apart.execute(_ -> store.byAddress(address).orElse(null));
        if (before == null) {
            return;
        }
        Seen seen = Boolean.TRUE.equals(apart.execute(_ -> own.isOwn(address)))
                ? Objects.requireNonNull(apart.execute(_ -> own.look(address)))
                : seen(asking.look(address, before.etag(), before.lastModified()));
        apart.executeWithoutResult(_ -> {
            boolean others = store.all().stream().anyMatch(other -> answersBeside(other, address));
            store.update(before.after(seen, now(), others));
        });
    }

    private boolean answersBeside(PublishedPlace other, String address) {
        Instant looked = other.lookedAt();
        return other.answered()
                && looked != null
                && looked.plus(LATELY).isAfter(now())
                && !host(other.address()).equals(host(address))
                && !own.isOwn(other.address());
    }

    private static String host(String address) {
        try {
            return String.valueOf(URI.create(address).getHost()).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Seen seen(PageSnapshot.Look look) {
        return switch (look) {
            case PageSnapshot.Look.There there ->
                new Seen.There(text(there.contentType(), there.body()), there.etag(), there.lastModified());
            case PageSnapshot.Look.Same _, PageSnapshot.Look.TooLong _ -> new Seen.Unread();
            // A server that is asked too often says nothing about its page.
            case PageSnapshot.Look.Missing missing
            when missing.reason().equals("dead") && Set.of("408", "425", "429").contains(missing.what()) ->
                new Seen.Unasked("busy", missing.what());
            case PageSnapshot.Look.Missing missing -> new Seen.Missing(missing.reason(), missing.what(), false);
            case PageSnapshot.Look.Unasked unasked -> new Seen.Unasked(unasked.reason(), unasked.what());
        };
    }

    /** The words of a page, so that a number that changes at each call is no change; of other files every byte. */
    static String text(String contentType, byte[] body) {
        String type = contentType.toLowerCase(Locale.ROOT);
        if (!type.contains("html") && !type.startsWith("text/")) {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
        return VisibleText.ofHtml(VisibleText.decode(body, contentType, TEXT_BYTES_MAX))
                .replaceAll("\\s+", " ")
                .strip();
    }

    // What follows

    /** Lets the facts say what can be reached. */
    private void follow() {
        Map<String, PublishedPlace> known = new LinkedHashMap<>();
        Map<Slot, Set<Subject>> concerned = new LinkedHashMap<>();
        apart.executeWithoutResult(_ -> {
            store.all().forEach(place -> known.put(place.address(), place));
            places.all().stream()
                    .filter(stated -> isGone(stated, known))
                    .forEach(stated -> concerned
                            .computeIfAbsent(stated.slot(), s -> new LinkedHashSet<>())
                            .add(stated.subject()));
            store.open()
                    .forEach(said -> concerned
                            .computeIfAbsent(said.slot(), s -> new LinkedHashSet<>())
                            .add(said.subject()));
        });
        concerned.forEach((slot, subjects) -> subjects.stream()
                .sorted(Comparator.comparing(Subject::id))
                .filter(subject -> !products.isArchived(subject.id()))
                .forEach(subject -> apart.executeWithoutResult(_ -> {
                    products.lock(subject.id());
                    follow(subject, slot, known);
                })));
    }

    private void follow(Subject subject, Slot slot, Map<String, PublishedPlace> known) {
        List<Stated> all = places.of(subject, slot);
        Optional<Strength> top = all.stream().map(PlaceWatch::strength).max(Comparator.naturalOrder());
        List<Stated> leading = all.stream()
                .filter(stated -> Optional.of(strength(stated)).equals(top))
                .toList();
        // As long as another fact of the same strength says the same and can be read, users reach it there.
        Optional<Stated> gone = leading.stream()
                .filter(stated -> isGone(stated, known))
                .filter(stated -> leading.stream()
                        .noneMatch(
                                other -> !isGone(other, known) && other.value().equals(stated.value())))
                .findFirst();
        Optional<PlaceStore.Said> said = store.open().stream()
                .filter(one -> one.subject().equals(subject) && one.slot().equals(slot))
                .findFirst();
        Optional<FactEntry> fact = said.flatMap(one -> log.byId(one.evidence()))
                .map(EvidenceDetails::facts)
                .flatMap(facts -> facts.stream().findFirst());
        if (gone.isPresent()) {
            boolean speaks = fact.map(FactEntry::isStanding).orElse(false);
            boolean decided = fact.map(FactEntry::isWithdrawn).orElse(false);
            if (!speaks && !decided) {
                said.ifPresent(one -> store.end(one.evidence(), now()));
                say(gone.get(), known);
            }
            return;
        }
        said.ifPresent(one -> {
            fact.filter(FactEntry::isStanding)
                    .ifPresent(entry -> log.withdrawOwn(
                            entry.id(), NAME, messages.get(Locale.JAPANESE, "portal.place.back", one.address())));
            store.end(one.evidence(), now());
        });
    }

    private static Strength strength(Stated stated) {
        return stated.entry().fact().strength();
    }

    private boolean isGone(Stated stated, Map<String, PublishedPlace> known) {
        return gone(stated, known).isPresent();
    }

    /** The first of its addresses that cannot be reached, or where it is not said. */
    private Optional<String> gone(Stated stated, Map<String, PublishedPlace> known) {
        return stated.addresses().stream()
                .sorted()
                .filter(address -> {
                    PublishedPlace place = known.get(address);
                    return (place != null && place.goneAt() != null) || lacks(address, stated);
                })
                .findFirst();
    }

    /** Whether an address is one of our own public pages, and does not say what is stated to be there. */
    boolean lacks(String address, Stated stated) {
        return own.isOwn(address) && own.lacks(address, stated.slot(), stated.value());
    }

    private void say(Stated stated, Map<String, PublishedPlace> known) {
        String address = gone(stated, known).orElseThrow();
        PublishedPlace place = known.get(address);
        UUID by = log.byId(stated.entry().fact().evidence())
                .map(details -> details.summary().submittedBy())
                .orElse(null);
        Locale locale = by == null
                ? Locale.JAPANESE
                : people.find(by)
                        .map(Person::language)
                        .map(Locale::forLanguageTag)
                        .orElse(Locale.JAPANESE);
        Strength strength = strength(stated).isAtLeast(Strength.DOCUMENTED) ? Strength.DOCUMENTED : strength(stated);
        Instant now = now();
        String why = why(place, locale);
        List<String> lines = new ArrayList<>();
        lines.add(address);
        lines.add(why);
        lines.add(stated.slot() + " " + stated.entry().evidenceCode());
        if (place != null) {
            if (place.failingSince() != null) {
                lines.add(place.failingSince() + " – " + now + " × " + place.failures());
            }
            lines.add(messages.get(
                    locale,
                    "portal.place.reached",
                    place.reachedAt() == null ? "–" : place.reachedAt().toString()));
        }
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        StoredFile file = blobs.store(text, "published-place.txt");
        UUID evidence = log.record(
                        new NewEvidence(
                                EvidenceKind.DOCUMENT,
                                strength,
                                Cut.to(
                                        messages.get(locale, "portal.place.evidence", address),
                                        EvidenceLog.TITLE_CHARS_MAX),
                                Cut.to(why, EvidenceLog.TEXT_CHARS_MAX),
                                Cut.to(address, EvidenceLog.PLACE_CHARS_MAX),
                                stated.series() == null ? null : stated.series().id(),
                                null,
                                null,
                                file,
                                Map.of(),
                                now,
                                null,
                                null,
                                NAME,
                                "page",
                                null),
                        List.of(new NewFact(
                                stated.subject(),
                                stated.slot(),
                                without(stated.value(), stated.slot()),
                                Cut.to(why + "\n" + address, 2_000),
                                Set.of())))
                .evidence();
        store.say(new PlaceStore.Said(evidence, stated.subject(), stated.slot(), address, now, null));
    }

    /** Why a place is gone; its page is there where only something on it is missing. */
    private String why(@Nullable PublishedPlace place, Locale locale) {
        return place == null || place.outcome().isEmpty()
                ? messages.get(locale, "portal.place.why.own-item")
                : why(place, messages, locale);
    }

    static String why(PublishedPlace place, Messages messages, Locale locale) {
        return messages.get(locale, "portal.place.why." + place.outcome(), place.what());
    }

    /** What is left of an answer when its page on the web is gone. */
    private static Value without(Value value, Slot slot) {
        if (value instanceof Value.Words words) {
            Set<String> left = new TreeSet<>(words.value());
            if (slot.key().value().equals("guide.safe") && left.remove("web") && !left.isEmpty()) {
                return Value.words(left);
            }
            return Value.words(Set.of("none"));
        }
        return Value.word("none");
    }

    // What its page shows

    /** What the watch says now, beside which facts, as far as nobody has decided against it. */
    List<PlaceStore.Said> saying() {
        return store.open().stream()
                .filter(said -> log.byId(said.evidence()).map(EvidenceDetails::facts).orElse(List.of()).stream()
                        .anyMatch(FactEntry::isStanding))
                .toList();
    }
}
