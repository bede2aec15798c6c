package dev.shisa.server.organisation;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something about the company that only a person can settle.
 *
 * @param shape state of a verdict, or {@code clock}
 * @param key end of the message {@code organisation.matter.<key>}; its act is {@code ….act}
 * @param args of the message: texts of the catalogue in both languages, or words
 * @param due the day on which it is late; null: none
 * @param home whether it is a task on Home; what was never begun is only told on the company's own pages
 */
record Matter(
        Area area,
        String shape,
        String key,
        List<Object> args,
        @Nullable LocalDate due,
        String href,
        boolean home) {

    private static final List<String> SHAPES = List.of("not-met", "clock", "recheck", "unknown");

    /** What fails, then what is past its day, then what must be looked at again; what was never begun comes last. */
    static final Comparator<Matter> WORST_FIRST = Comparator.comparing(one -> SHAPES.indexOf(one.shape()));

    /** The parts of being ready, in the order in which a maker goes through them. */
    enum Area {
        POLICY("policy"),
        ROLES("roles"),
        PARTIES("parties"),
        TRAINING("training"),
        CONTROLS("controls"),
        ACCESS("access"),
        SECTORS("sectors");

        private final String page;

        Area(String page) {
            this.page = page;
        }

        String id() {
            return page;
        }

        String href() {
            return "/organisation/" + page;
        }
    }

    Matter {
        args = List.copyOf(args);
    }
}
