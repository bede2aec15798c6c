package dev.shisa.server.evidence;

import dev.shisa.conformity.Strength;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.account.Person;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says of facts that they were so until now and are not known to be any more, which asks to look again: neither right nor wrong. To
 * withdraw them only would bring back by itself what they had replaced.
 */
@Component
public class EndedFacts {

    private final EvidenceLog log;
    private final Blobs blobs;
    private final InstantSource clock;

    EndedFacts(EvidenceLog log, Blobs blobs, InstantSource clock) {
        this.log = log;
        this.blobs = blobs;
        this.clock = clock;
    }

    /** The same facts, each in the place of itself. */
    public static List<NewFact> replacing(List<FactEntry> facts) {
        return facts.stream()
                .map(f -> new NewFact(f.subject(), f.fact().slot(), f.fact().value(), f.detail(), Set.of(f.id())))
                .toList();
    }

    /**
     * Records that facts have ended.
     *
     * @param text what ended, and why
     * @param file name of the text as a file
     * @param series that it is about; null: the company
     * @param facts with the values that they had, each with what it takes the place of
     * @param person who ended it; null: nobody did, it followed
     * @return the evidence
     */
    public UUID end(
            String title,
            String text,
            String file,
            @Nullable UUID series,
            List<NewFact> facts,
            @Nullable Person person,
            String via) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return log.record(
                        new NewEvidence(
                                EvidenceKind.DOCUMENT,
                                Strength.DOCUMENTED,
                                Cut.to(title, EvidenceLog.TITLE_CHARS_MAX),
                                Cut.to(text, EvidenceLog.TEXT_CHARS_MAX),
                                "",
                                series,
                                null,
                                null,
                                blobs.store((title + "\n\n" + text + "\n").getBytes(StandardCharsets.UTF_8), file),
                                Map.of(),
                                now,
                                now,
                                person,
                                person == null ? ShownFacts.NAME : person.name(),
                                via,
                                null),
                        facts)
                .evidence();
    }
}
