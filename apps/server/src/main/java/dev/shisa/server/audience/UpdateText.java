package dev.shisa.server.audience;

import dev.shisa.advisory.draft.Advisory.Said;
import java.util.UUID;

/**
 * What owners are told of a version (JC-STAR S1.1-16 ②; guide 004, 指針17): beside what it fixes, why it is needed and what may happen
 * without it, since nobody installs what nobody understands.
 *
 * @param fixes what it changes
 * @param why why it is needed
 * @param without what may happen without it
 * @param install how it is installed
 * @param news other news about security, sent along; may be empty
 * @param device a short text that the device or its app can show; may be empty
 */
record UpdateText(UUID release, Said fixes, Said why, Said without, Said install, Said news, Said device) {

    /** What fits on a small screen. */
    static final int DEVICE_CHARS_MAX = 200;

    static final int PART_CHARS_MAX = 4_000;
}
