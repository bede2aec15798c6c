package dev.shisa.probe;

import java.util.List;

/**
 * One observation.
 *
 * @param where the address, port and place, such as {@code https://192.0.2.1:443/status}
 * @param code names the sentence in {@link Sentences}, whose places the args fill
 * @param exchange the bytes that prove it
 */
public record Evidence(Key key, Verdict verdict, String where, String code, List<String> args, Exchange exchange) {

    public Evidence {
        args = List.copyOf(args);
    }
}
