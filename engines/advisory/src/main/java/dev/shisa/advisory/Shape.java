package dev.shisa.advisory;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a value must look like. */
interface Shape {

    int FORMED_CHARS_MAX = 2_000;

    /** Tells every fault of a value and of what is within it. */
    void check(Place place, Faults faults);

    /** Takes what is wrong. */
    interface Faults {

        /** The value breaks its shape. */
        void broken(Place place, String code, Object... arguments);

        /** The object has a member that the specification does not know. */
        void unknown(Place member, boolean forbidden);
    }

    /** A text of at least one character. */
    static Shape text() {
        return text("shape.empty", t -> !t.isEmpty());
    }

    static Shape text(String code, Predicate<String> rule) {
        return (place, faults) -> {
            if (!place.node().isString()) {
                faults.broken(place, "shape.text");
            } else if (!rule.test(place.text())) {
                faults.broken(place, code, place.text());
            }
        };
    }

    /** A text with a form. None that has one is longer than {@link #FORMED_CHARS_MAX}, which bounds the search for it. */
    static Shape matching(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return text(
                "shape.pattern",
                t -> t.length() <= FORMED_CHARS_MAX && pattern.matcher(t).matches());
    }

    static Shape oneOf(String... values) {
        Set<String> allowed = Set.of(values);
        return (place, faults) -> {
            if (!place.node().isString() || !allowed.contains(place.text())) {
                faults.broken(place, "shape.one-of", place.node(), String.join(", ", List.of(values)));
            }
        };
    }

    static Shape bool() {
        return (place, faults) -> {
            if (!place.node().isBoolean()) {
                faults.broken(place, "shape.boolean");
            }
        };
    }

    /** A list of one or more elements. */
    static Shape list(Shape element) {
        return list(1, false, element);
    }

    /** A list of one or more elements that are all different. */
    static Shape set(Shape element) {
        return list(1, true, element);
    }

    static Shape list(int least, boolean unique, Shape element) {
        return (place, faults) -> {
            if (!place.node().isArray()) {
                faults.broken(place, "shape.list");
                return;
            }
            if (place.node().size() < least) {
                faults.broken(place, "shape.too-few", least);
            }
            Set<JsonNode> seen = new HashSet<>();
            for (Place each : place.each()) {
                if (unique && !seen.add(each.node())) {
                    faults.broken(each, "shape.twice");
                }
                element.check(each, faults);
            }
        };
    }

    /** For shapes that contain themselves. */
    static Shape later(Supplier<Shape> shape) {
        return (place, faults) -> shape.get().check(place, faults);
    }

    /** An object whose members are named. */
    static Members object() {
        return new Members();
    }

    /** An object's members; built once, then only read. */
    final class Members implements Shape {
        private final Map<String, Shape> members = new LinkedHashMap<>();
        private final Set<String> needed = new HashSet<>();
        private int least;
        private int most = Integer.MAX_VALUE;
        private boolean closed;

        Members must(String name, Shape shape) {
            needed.add(name);
            return may(name, shape);
        }

        Members may(String name, Shape shape) {
            members.put(name, shape);
            return this;
        }

        /** A member of one version of the specification only. */
        Members may(boolean here, String name, Shape shape) {
            return here ? may(name, shape) : this;
        }

        Members atLeast(int count) {
            least = count;
            return this;
        }

        Members atMost(int count) {
            most = count;
            return this;
        }

        /** Other members are forbidden, not only unknown. */
        Members closed(boolean isClosed) {
            closed = isClosed;
            return this;
        }

        @Override
        public void check(Place place, Faults faults) {
            if (!place.node().isObject()) {
                faults.broken(place, "shape.object");
                return;
            }
            int count = place.node().size();
            if (count < least || count > most) {
                faults.broken(place, "shape.count", count);
            }
            for (String name : needed) {
                if (!place.has(name)) {
                    faults.broken(place, "shape.missing", name);
                }
            }
            for (String name : place.names()) {
                Shape shape = members.get(name);
                if (shape == null) {
                    faults.unknown(place.at(name), closed);
                } else {
                    shape.check(place.at(name), faults);
                }
            }
        }
    }
}
