package dev.shisa.server.answers;

import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.platform.web.PageOf;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.product.RegisterItem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** The register of a series: what it consists of and what is true of it, section by section. */
public final class RegisterView {

    private RegisterView() {}

    /**
     * One section in the overview.
     *
     * @param answered how many of its facts have an answer
     * @param asked how many it asks for, with the items listed so far
     * @param lists its collections with the names of their items
     */
    public record Section(String id, String name, String about, int answered, int asked, List<Listed> lists) {
        public Section {
            lists = List.copyOf(lists);
        }
    }

    /** A collection and the names of its items; {@code stated} tells whether the list was ever stated to be complete. */
    public record Listed(String id, String name, List<String> items, boolean stated, String none) {
        public Listed {
            items = List.copyOf(items);
        }
    }

    /**
     * One section to edit.
     *
     * @param part facts that are about no item, some at a time
     * @param collections its lists, below the last part
     */
    public record Page(String id, String name, String about, PageOf<Field> part, List<Items> collections) {
        public Page {
            collections = List.copyOf(collections);
        }
    }

    /**
     * One fact to edit.
     *
     * @param seen id of the present fact, to find out whether somebody else answered meanwhile; empty: none
     * @param present who answered when, and with what strength; empty: not answered
     * @param conflict what somebody else answered meanwhile; empty: nothing
     */
    public record Field(
            FactForm form,
            String why,
            String seen,
            String present,
            String presentHref,
            String strength,
            String conflict) {

        boolean isTold() {
            return form.mistake() != null || form.detailMistake() != null || !conflict.isEmpty();
        }
    }

    /** A collection to edit. */
    public record Items(
            String id,
            String name,
            String add,
            String example,
            String none,
            boolean statesNone,
            String typed,
            List<Item> items) {
        public Items {
            items = List.copyOf(items);
        }
    }

    /**
     * One item on a page of its own.
     *
     * @param code empty: it is about to be added
     * @param name as it stands or was typed
     * @param removed it was taken out of its list
     * @param part what is asked about it, some at a time
     */
    public record One(
            String collection,
            String code,
            String name,
            int version,
            String example,
            boolean removed,
            PageOf<Field> part) {

        public boolean isNew() {
            return code.isEmpty();
        }
    }

    /** A class of viewpoints of quality in use. */
    public record Group(String id, String name, String about, List<Viewpoint> viewpoints) {
        public Group {
            viewpoints = List.copyOf(viewpoints);
        }

        /** How many are considered or do not apply. */
        public long settled() {
            return viewpoints.stream().filter(v -> !v.state().equals("open")).count();
        }
    }

    /**
     * One viewpoint.
     *
     * @param state {@code considered}, {@code unneeded} or {@code open}
     * @param by who answered when; empty: nobody
     */
    public record Viewpoint(Field field, String state, String by, String note) {}

    /**
     * One item with the facts about it.
     *
     * @param was its name when it was read, to find out whether this reader changed it
     * @param version what it was when it was read
     * @param removed whether it is about to be taken out
     */
    public record Item(
            String id,
            String code,
            String name,
            String was,
            int version,
            boolean removed,
            int open,
            List<Field> fields) {
        public Item {
            fields = List.copyOf(fields);
        }

        /** As it stands; with what was typed where that comes back. */
        static Item of(
                RegisterItem item,
                int open,
                List<Field> fields,
                @Nullable MultiValueMap<String, String> sent,
                List<Parts.Mistake> mistakes) {
            String id = item.id().toString();
            String name = sent == null ? null : sent.getFirst("name-" + id);
            String was = sent == null ? null : sent.getFirst("was-" + id);
            String version = sent == null ? null : sent.getFirst("version-" + id);
            boolean removed = sent != null && sent.containsKey("remove-" + id);
            if (name == null || !removed && name.strip().equals(was)) {
                return new Item(id, item.code(), item.name(), item.name(), item.version(), removed, open, fields);
            }
            // Whoever was told of the others' name decides; until then theirs is not taken for seen.
            if (was == null
                    || version == null
                    || !version.matches("[0-9]{1,9}")
                    || Parts.Mistake.on(mistakes, "name-" + id) != null) {
                return new Item(id, item.code(), name, item.name(), item.version(), removed, open, fields);
            }
            return new Item(id, item.code(), name, was, Integer.parseInt(version), removed, open, fields);
        }

        /** Whether one of its answers was not taken, or it is about to be taken out. */
        public boolean isTold() {
            return removed || fields.stream().anyMatch(Field::isTold);
        }
    }
}
