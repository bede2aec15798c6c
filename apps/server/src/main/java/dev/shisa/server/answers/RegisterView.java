package dev.shisa.server.answers;

import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.platform.web.PageOf;
import java.util.List;

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
     */
    public record One(
            String collection,
            String code,
            String name,
            int version,
            String example,
            boolean removed,
            List<Field> fields) {
        public One {
            fields = List.copyOf(fields);
        }

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

    /** One item with the facts about it. */
    public record Item(String id, String code, String name, int version, int open, List<Field> fields) {
        public Item {
            fields = List.copyOf(fields);
        }

        /** Whether one of its answers was not taken. */
        public boolean isTold() {
            return fields.stream().anyMatch(Field::isTold);
        }
    }
}
