package dev.shisa.server.portal;

import dev.shisa.server.document.Section;
import dev.shisa.server.platform.web.Parts;
import java.util.List;

/** What the public pages show: finished words and links. */
public final class PublicView {

    private PublicView() {}

    /**
     * How the maker is reached.
     *
     * @param policy address of the policy; empty while there is none
     * @param notices where readers ask to be told by mail; empty: nowhere
     * @param status what is going on now
     */
    public record Contact(String mail, String href, String policy, String notices, String status) {}

    /** A line of the list of advisories. */
    public record Row(
            String href,
            String title,
            String tracking,
            String cve,
            String severity,
            boolean severe,
            String remedy,
            String day) {}

    /**
     * Something that is wrong now, or was lately, step by step.
     *
     * @param steps the newest one first; each has its state and moment as a heading, and its text
     */
    public record Status(String id, String title, String product, String state, String word, List<Parts.Crumb> steps) {

        public Status {
            steps = List.copyOf(steps);
        }
    }

    /** A line of the list of products. */
    public record Product(String href, String name, String kind, String models, String latest, String support) {}

    /** What owners have to do now. */
    public record Notice(String title, String text, String href) {}

    /**
     * A version that is out, with what it fixes.
     *
     * @param id where the feed leads; empty: nothing does
     * @param told what the maker says of it: headings with their texts
     */
    public record Release(String name, String day, List<Parts.Crumb> fixes, String id, List<Parts.Crumb> told) {

        public Release {
            fixes = List.copyOf(fixes);
            told = List.copyOf(told);
        }
    }

    /** A text in force. */
    public record Text(String id, String title, String language, List<Section> sections) {

        public Text {
            sections = List.copyOf(sections);
        }
    }

    /** All that the page of a product says. */
    public record ProductPage(
            String title,
            String lead,
            String latest,
            String latestDay,
            int count,
            String countNote,
            String support,
            String supportNote,
            List<Notice> going,
            List<Notice> notices,
            List<Row> rows,
            List<Release> releases,
            List<Text> texts,
            String label) {

        public ProductPage {
            going = List.copyOf(going);
            notices = List.copyOf(notices);
            rows = List.copyOf(rows);
            releases = List.copyOf(releases);
            texts = List.copyOf(texts);
        }
    }

    /** All ways to the maker; {@code keys}: fingerprint and address. */
    public record ContactPage(
            String mail, String phone, String reportKey, boolean policy, List<Parts.Crumb> keys, String checkpoint) {

        public ContactPage {
            keys = List.copyOf(keys);
        }
    }
}
