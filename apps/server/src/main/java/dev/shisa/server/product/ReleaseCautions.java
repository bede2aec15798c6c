package dev.shisa.server.product;

import java.util.List;
import java.util.Locale;

/** What stands against giving a version out; implemented by the capability that knows whether it may be shipped. */
public interface ReleaseCautions {

    /** Everything that stands against it, or leaves it open; empty: it may go out. */
    List<Caution> against(Series series, Release release, Locale locale);

    /**
     * One ground.
     *
     * @param certain whether it must not go out; otherwise it cannot be said
     * @param stopped whether people stopped it; otherwise it follows from what is known of it
     * @param name what the ground is
     * @param sentences why
     * @param href where there is more
     */
    record Caution(boolean certain, boolean stopped, String name, List<String> sentences, String href) {

        public Caution {
            sentences = List.copyOf(sentences);
        }
    }
}
