package dev.shisa.server.scan;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A detection with the judgement that counts.
 *
 * @param number in its import, from 1
 * @param item its code in the collection of detections
 * @param place host, port and path
 * @param judgement null: nobody has judged it
 */
record JudgedDetection(
        int number,
        String item,
        String identity,
        String rule,
        String name,
        String severity,
        List<String> cves,
        List<String> cwes,
        String place,
        String seen,
        @Nullable Judgement judgement) {

    /**
     * What a person says of a detection.
     *
     * @param action what is done about it; empty if it is not exploitable
     */
    record Judgement(boolean exploitable, String reason, String action, String name, Instant at) {}

    JudgedDetection {
        cves = List.copyOf(cves);
        cwes = List.copyOf(cwes);
    }
}
