package dev.shisa.probe.web;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages, scripts and answers of a device, for the checks of readers. */
public final class WebReaders {

    private static final Http HTTP = new Http(nobody(), Endpoint.tcp(InetAddress.getLoopbackAddress(), 80), false);

    private WebReaders() {}

    /** Where pages come from matters to no reader of them: nothing is asked. */
    @SuppressWarnings("NullAway")
    private static Bench nobody() {
        @Nullable Bench none = null;
        return none;
    }

    public static void http(byte[] bytes) throws IOException {
        if (Http.isWhole(bytes, false)) {
            Http.parse(bytes, 1, Exchange.NONE);
        }
        Http.parse(Arrays.copyOf(bytes, bytes.length / 2), 1, Exchange.NONE);
    }

    public static void page(byte[] bytes) {
        Page.read(HTTP, "/index.html", response(bytes, "text/html"));
    }

    public static void script(byte[] bytes) {
        Page.read(HTTP, "/app.js", response(bytes, "application/javascript"));
    }

    public static void answer(byte[] bytes) {
        JsonAnswer.read(response(bytes, "application/json")).ifPresent(answer -> {
            answer.token();
            answer.forgeryToken();
        });
    }

    private static Response response(byte[] bytes, String type) {
        return new Response(200, Map.of("content-type", List.of(type)), bytes, 1, Exchange.NONE);
    }
}
