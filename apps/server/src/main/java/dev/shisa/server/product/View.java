package dev.shisa.server.product;

import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.SearchWords;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the templates of this capability show; public because templates live in a package of their own. */
public final class View {

    private View() {}

    /** What was typed into the form of a new series. */
    public record NewSeries(String name, String nameEn, String kind, String code, String models, String release) {}

    /** The model number that is being edited, with what was typed and, after a conflict, what is stored. */
    public record ModelEdit(Model typed, @Nullable Model stored, Mistakes mistakes) {}

    /**
     * One thing that is missing in the make-up of a series.
     *
     * @param id its words are the messages {@code product.opening.<id>}, {@code .why} and {@code .act}
     * @param thing what the words name: a release
     */
    public record Opening(String id, String shape, String thing, String href) {}

    /** One kind of thing that the product consists of, and their names. */
    public record Part(String kind, List<String> items) {

        public Part {
            items = List.copyOf(items);
        }
    }

    /**
     * One release as a row.
     *
     * @param predecessor name of the release before it, or empty
     * @param impact the signed statement, or null
     */
    public record ReleaseRow(
            Release release, String predecessor, @Nullable ChangeImpact impact, boolean designated) {}

    /** What was typed into the form of a release. */
    public record ReleaseForm(String name, String on, String notes, String predecessor, int version) {

        static ReleaseForm of(Release release) {
            return new ReleaseForm(
                    release.name(),
                    release.releasedOn() == null ? "" : release.releasedOn().toString(),
                    release.notes(),
                    release.predecessor() == null ? "" : release.predecessor().toString(),
                    release.version());
        }
    }

    /**
     * What one source found.
     *
     * @param more its list was cut
     * @param late it took too long and found nothing in time
     */
    public record SearchGroup(String id, List<SearchHit> hits, boolean more, boolean late) {

        public SearchGroup {
            hits = List.copyOf(hits);
        }
    }

    /** One thing found, with what was searched for marked in its title and in what it says (which may be empty). */
    public record SearchHit(List<SearchWords.Piece> title, String about, String href, List<SearchWords.Piece> snippet) {

        public SearchHit {
            title = List.copyOf(title);
            snippet = List.copyOf(snippet);
        }
    }
}
