package dev.shisa.server.advisory;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.vulnerability.FindingState;
import dev.shisa.server.vulnerability.WhatIsKnown;
import dev.shisa.server.vulnerability.WhatIsKnown.Found;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Holds what an advisory says against what the house itself knows: findings, what people judged of them, bills of materials. What
 * contradicts stops it until one of the two is changed, or whoever asks gives a reason that the second person sees and agrees to.
 */
@Component
class ClaimCheck {

    static final int REASON_CHARS_MAX = 1_000;

    private final WhatIsKnown known;
    private final SaidBefore before;
    private final DespiteStore store;
    private final Products products;
    private final LedgerOutbox ledger;
    private final Ids ids;

    ClaimCheck(
            WhatIsKnown known, SaidBefore before, DespiteStore store, Products products, LedgerOutbox ledger, Ids ids) {
        this.known = known;
        this.before = before;
        this.store = store;
        this.products = products;
        this.ledger = ledger;
        this.ids = ids;
    }

    /** A named release with what is said of it and what is known. */
    record Compared(
            Series series,
            Release release,
            NamedVersions.Said said,
            WhatIsKnown.InRelease known,
            List<Contradiction> against) {

        Compared {
            against = List.copyOf(against);
        }
    }

    /** Whether there is nothing to find what the house knows by, though the advisory says something of versions. */
    static boolean isWithoutNumber(AdvisoryContent content) {
        return content.cve().isEmpty() && !content.withdrawn() && content.kind() != AdvisoryContent.Kind.INFORMATION;
    }

    /**
     * All named releases of which the house can know something, in the order of the advisory; none while no CVE is named.
     *
     * @param advisory of which the draft is; what it said itself in an earlier revision is no contradiction
     */
    @Transactional(readOnly = true)
    public List<Compared> compare(UUID advisory, AdvisoryContent content) {
        if (content.cve().isEmpty() || content.withdrawn() || content.kind() == AdvisoryContent.Kind.INFORMATION) {
            return List.of();
        }
        List<SaidBefore.Last> others = before.about(content.cve()).stream()
                .filter(one -> !one.advisory().equals(advisory))
                .toList();
        record Spoken(Series series, Release release, NamedVersions.Said said) {}
        List<Spoken> all = new ArrayList<>();
        Map<UUID, List<Elsewhere>> elsewhere = new HashMap<>();
        for (AdvisoryContent.Concerned one : content.concerned()) {
            products.byId(one.series()).ifPresent(series -> {
                List<Release> register = products.releases(series.id());
                NamedVersions.among(content, one, register)
                        .forEach((release, said) -> all.add(new Spoken(series, release, said)));
                elsewhere.put(series.id(), elsewhere(others, one, register));
            });
        }
        Map<UUID, WhatIsKnown.InRelease> each = known.of(
                content.cve(), all.stream().map(one -> one.release().id()).toList());
        List<Compared> compared = new ArrayList<>();
        for (Spoken one : all) {
            WhatIsKnown.InRelease of = each.get(one.release().id());
            if (of != null) {
                compared.add(new Compared(
                        one.series(),
                        one.release(),
                        one.said(),
                        of,
                        Stream.concat(
                                        against(content, one.series(), one.release(), one.said(), of).stream(),
                                        elsewhere.getOrDefault(one.series().id(), List.of()).stream()
                                                .filter(other -> other.contradicts(one.release(), one.said()))
                                                .map(other -> new Contradiction(
                                                        "elsewhere",
                                                        one.release().id(),
                                                        one.series().code(),
                                                        one.release().name(),
                                                        other.tracking(),
                                                        "")))
                                .toList()));
            }
        }
        return compared;
    }

    /** What another issued advisory says of the releases of a series. */
    private record Elsewhere(String tracking, Map<Release, NamedVersions.Said> said) {

        boolean contradicts(Release release, NamedVersions.Said here) {
            NamedVersions.Said there = said.get(release);
            return there != null
                    && there.certain()
                    && here.certain()
                    && (isAffected(there) != isAffected(here))
                    && !isOpen(there)
                    && !isOpen(here);
        }

        private static boolean isAffected(NamedVersions.Said said) {
            return said.as() == NamedVersions.As.AFFECTED;
        }

        private static boolean isOpen(NamedVersions.Said said) {
            return said.as() == NamedVersions.As.INVESTIGATED;
        }
    }

    /** As far as the same models may be meant. */
    private static List<Elsewhere> elsewhere(
            List<SaidBefore.Last> others, AdvisoryContent.Concerned here, List<Release> register) {
        List<Elsewhere> all = new ArrayList<>();
        for (SaidBefore.Last other : others) {
            other.content().concerned().stream()
                    .filter(one -> one.series().equals(here.series())
                            && (one.models().isEmpty()
                                    || here.models().isEmpty()
                                    || !Collections.disjoint(one.models(), here.models())))
                    .forEach(one -> all.add(
                            new Elsewhere(other.tracking(), NamedVersions.among(other.content(), one, register))));
        }
        return all;
    }

    /** What contradicts it now. */
    @Transactional(readOnly = true)
    public List<Contradiction> of(OwnAdvisory advisory) {
        return compare(advisory.id(), advisory.draft().content()).stream()
                .flatMap(one -> one.against().stream())
                .toList();
    }

    private static List<Contradiction> against(
            AdvisoryContent content,
            Series series,
            Release release,
            NamedVersions.Said said,
            WhatIsKnown.InRelease known) {
        List<Contradiction> against = new ArrayList<>();
        boolean settled = !known.found().isEmpty()
                && known.found().stream()
                        .noneMatch(one -> one.isUndecided() || one.state() == FindingState.EXPLOITABLE);
        for (Found one : known.found()) {
            String kind = switch (said.as()) {
                case NOT_AFFECTED -> {
                    String why = notAffected(content.why(), one);
                    // Whoever reads the notice there may take it for meant, and do nothing.
                    yield why.isEmpty() || said.certain() ? why : "untold";
                }
                case AFFECTED -> settled && said.certain() ? "settled" : "";
                case INVESTIGATED ->
                    one.state() == FindingState.EXPLOITABLE || (settled && said.certain())
                            ? "investigated-decided"
                            : "";
                case FIXED ->
                    one.state() == FindingState.EXPLOITABLE ? "not-fixed" : one.isUndecided() ? "fixed-undecided" : "";
            };
            if (!kind.isEmpty()) {
                against.add(new Contradiction(
                        kind,
                        release.id(),
                        series.code(),
                        release.name(),
                        one.component(),
                        one.state().code()));
            }
        }
        if (said.as() == NamedVersions.As.NOT_AFFECTED && content.why().equals("component_not_present")) {
            known.held()
                    .forEach(one -> against.add(
                            new Contradiction("held", release.id(), series.code(), release.name(), one, "")));
        }
        return against;
    }

    /** How a finding contradicts that the release is not affected; empty: it does not. */
    private static String notAffected(String why, Found one) {
        return switch (one.state()) {
            case EXPLOITABLE -> "exploitable";
            case UNTRIAGED, IN_TRIAGE -> "undecided";
            // It was affected, and has been repaired: whoever reads "not affected" does nothing wrong.
            case FIXED, FALSE_POSITIVE -> "";
            case NOT_AFFECTED ->
                one.justification().isEmpty() || one.justification().equals(why) ? "" : "why";
        };
    }

    /** Series that a person sees, in which people judged it exploitable, and which the advisory does not name: by name. */
    @Transactional(readOnly = true)
    public List<String> unnamed(AdvisoryContent content, Person person) {
        if (content.cve().isEmpty() || content.withdrawn()) {
            return List.of();
        }
        Set<UUID> others = new HashSet<>(known.exploitable(content.cve()).values());
        content.concerned().forEach(one -> others.remove(one.series()));
        return products.byIds(others).stream()
                .filter(series -> person.sees(series.id()))
                .map(Series::name)
                .sorted()
                .toList();
    }

    /** Keeps whoever judges findings of the named series waiting until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold(AdvisoryContent content) {
        Set<UUID> series = new TreeSet<>();
        content.concerned().stream()
                .filter(one -> !content.cve().isEmpty())
                .filter(one -> products.byId(one.series()).isPresent())
                .forEach(one -> series.add(one.series()));
        series.forEach(products::lock);
    }

    /** The reason that was given last for a draft. */
    Optional<Despite> given(UUID draft) {
        return store.given(draft);
    }

    /**
     * Takes the reason of whoever asks, where there is something to give a reason for.
     *
     * @throws Problem 422 when something contradicts and there is none
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void give(OwnAdvisory advisory, String reason, Person person, Instant now) {
        List<Contradiction> against = of(advisory);
        if (against.isEmpty()) {
            return;
        }
        if (reason.isBlank()) {
            throw new Problem(422, "advisory.contradicted", against.size());
        }
        if (reason.length() > REASON_CHARS_MAX) {
            throw new Problem(422, "evidence.text.long", reason.length(), REASON_CHARS_MAX);
        }
        add(advisory, Despite.Act.GIVEN, new Despite.Content(against, reason.strip()), person, now);
    }

    /**
     * Lets somebody issue in spite of what contradicts; the findings of the series are held until the transaction ends.
     *
     * @param agreed whether whoever issues has seen what contradicts, and agrees to the reason
     * @throws Problem 409 when something contradicts for which no reason was given, 422 when nobody agreed to it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void pass(OwnAdvisory advisory, boolean agreed, Person person, Instant now) {
        hold(advisory.draft().content());
        List<Contradiction> against = of(advisory);
        if (against.isEmpty()) {
            return;
        }
        Despite given = store.given(advisory.draft().id())
                .filter(one -> one.covers(against))
                .orElseThrow(() -> new Problem(409, "advisory.contradicted-since", against.size()));
        if (!agreed) {
            throw new Problem(422, "advisory.contradiction-agree", against.size());
        }
        add(
                advisory,
                Despite.Act.AGREED,
                new Despite.Content(against, given.content().reason()),
                person,
                now);
    }

    private void add(OwnAdvisory advisory, Despite.Act act, Despite.Content content, Person person, Instant now) {
        Despite one = new Despite(ids.next(), advisory.draft().id(), act, content, person.id(), person.name(), now);
        String stored = store.insert(advisory.id(), one);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("act", act.id());
        body.put("advisory", advisory.id().toString());
        body.put("at", now.toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        // Not the words: auditors read the ledger, and the draft is not public.
        body.put("content", OwnAdvisories.sha256(stored.getBytes(StandardCharsets.UTF_8)));
        body.put("draft", one.draft().toString());
        body.put("id", one.id().toString());
        ledger.append("advisory-despite/1", advisory.id(), body);
    }
}
