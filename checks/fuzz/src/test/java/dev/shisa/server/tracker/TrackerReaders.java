package dev.shisa.server.tracker;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;

/** What issue trackers answer, for the checks of readers. */
public final class TrackerReaders {

    public static final Class<? extends Throwable> REFUSED = Trouble.class;

    private TrackerReaders() {}

    /** An issue, as each of them tells it. */
    public static void issue(byte[] bytes) throws Exception {
        JsonNode said = Wire.parsed(new String(bytes, StandardCharsets.UTF_8));
        int refused = 0;
        for (TrackerKind kind : TrackerKind.values()) {
            Wire wire = new Wire(kind, "https://tracker.example", false, "CAM", "", "token", InstantSource.system());
            try {
                kind.adapter().there(wire, said);
            } catch (Trouble e) {
                refused++;
            }
        }
        if (refused == TrackerKind.values().length) {
            throw Trouble.unreadable();
        }
    }
}
