package dev.shisa.probe;

import java.util.List;
import java.util.Objects;

/**
 * One observation.
 *
 * @param where the address, port and place, such as {@code https://192.0.2.1:443/status}
 * @param code names the sentence in {@link Sentences}, whose places the args fill
 * @param exchange the bytes that prove it
 * @param retest one line for a shell that shows it again; empty where only a run of the probe can
 */
public record Evidence(
        Key key, Verdict verdict, String where, String code, List<String> args, Exchange exchange, String retest) {

    public Evidence {
        args = List.copyOf(args);
        // Reports that were kept before there were such lines have none.
        retest = Objects.requireNonNullElse(retest, "");
    }
}
