package dev.shisa.server.platform.help;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a guide: all of it, the list of its sections, or one of them; public because templates live in a package of their
 * own.
 *
 * @param sections of a long guide, to choose from
 * @param whole the guide that this is a section of
 */
public record GuideView(
        String title,
        List<Guide.Block> blocks,
        List<Line> sections,
        @Nullable Whole whole,
        @Nullable Line before,
        @Nullable Line after) {

    public GuideView {
        blocks = List.copyOf(blocks);
        sections = List.copyOf(sections);
    }

    /** A section in the list of them. */
    public record Line(Guide.Section section, String href) {}

    /** The guide around a section. */
    public record Whole(String title, String href) {}
}
