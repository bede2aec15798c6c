package dev.shisa.server.advisory;

import dev.shisa.advisory.CsafVersion;
import dev.shisa.advisory.Finding;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The edition of a revision in the version of CSAF that did not lead when it was issued. Both are published side by side, each at its
 * own address, so that readers of either learn of corrections and withdrawals, whatever the issuer chooses later (CSAF 2.1, section 7.4).
 */
@Component
class Editions {

    private static final Logger LOG = LoggerFactory.getLogger(Editions.class);

    private final OwnAdvisoryStore store;
    private final Issuers issuers;
    private final SigningKeys keys;
    private final LedgerOutbox ledger;
    private final Ids ids;
    private final InstantSource clock;

    /** Revisions of which one edition cannot be written, by their row: the log says it of each once, the doctor until it is mended. */
    private final Map<UUID, Stuck> stuck = new ConcurrentHashMap<>();

    Editions(
            OwnAdvisoryStore store,
            Issuers issuers,
            SigningKeys keys,
            LedgerOutbox ledger,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.issuers = issuers;
        this.keys = keys;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A revision that stays in one edition until it is revised.
     *
     * @param csaf number of the version of CSAF in which it cannot be written
     */
    record Stuck(String tracking, String csaf) {}

    /** All of them, as far as was seen when they were last tried. */
    List<Stuck> stuck() {
        return stuck.values().stream()
                .sorted(Comparator.comparing(Stuck::tracking))
                .toList();
    }

    /**
     * Keeps the other edition of a revision.
     *
     * @param issued row of the revision
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(
            UUID advisory, UUID issued, CsafVersion version, byte[] document, SigningKeys.Signed signed, Instant at) {
        UUID id = ids.next();
        String sha = OwnAdvisories.sha256(document);
        store.insert(id, issued, version, document, sha, signed, at);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", at.toString());
        body.put("csaf", version.number());
        body.put("fingerprint", signed.fingerprint());
        body.put("id", id.toString());
        body.put("issued", issued.toString());
        body.put("sha256", sha);
        ledger.append("advisory-edition/1", advisory, body);
    }

    /**
     * Writes and signs the edition that the last revision of an advisory lacks, from what two persons agreed to then: revisions that
     * were issued before there were both. What cannot be written so that it is valid stays in its one edition until it is revised.
     *
     * @return how many were made
     */
    @Transactional
    public int complete() {
        Map<UUID, UUID> lacking = store.inOneEdition();
        stuck.keySet().retainAll(lacking.values());
        if (lacking.isEmpty() || keys.present().isEmpty()) {
            return 0;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        int made = 0;
        for (OwnAdvisory one : store.byIds(lacking.keySet())) {
            IssuedAdvisory issued = one.issued();
            UUID row = lacking.get(one.id());
            if (issued == null || row == null) {
                continue;
            }
            CsafVersion version = IssuedAdvisory.version(issued.document()).other();
            byte[] document = new CsafText(
                            issued.content(),
                            issued.products(),
                            issuers.issuer(),
                            version,
                            issuers.origin(),
                            issued.tracking(),
                            issued.revisions())
                    .write();
            List<Finding> errors = OwnAdvisories.judge(document, now).stream()
                    .filter(found -> found.severity() == Finding.Severity.ERROR)
                    .toList();
            Optional<SigningKeys.Signed> signed = errors.isEmpty() ? keys.signAsBefore(document) : Optional.empty();
            if (signed.isEmpty()) {
                if (stuck.put(row, new Stuck(issued.tracking(), version.number())) == null) {
                    LOG.warn(
                            "{} stays in one edition of CSAF until it is revised: as CSAF {} it fails {}",
                            issued.tracking(),
                            version.number(),
                            errors.stream().map(Finding::test).distinct().toList());
                }
                continue;
            }
            add(one.id(), row, version, document, signed.orElseThrow(), now);
            made++;
        }
        return made;
    }
}
