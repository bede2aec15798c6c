package dev.shisa.advisory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A node of a document with its place. What is not there, or of another type than asked for, reads as empty. */
record Place(JsonNode node, String pointer) {

    /** A member of an object, at any depth. */
    Place at(String... names) {
        Place place = this;
        for (String name : names) {
            place = new Place(place.node.path(name), place.pointer + "/" + escaped(name));
        }
        return place;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The elements of a list. */
    List<Place> each() {
        List<Place> elements = new ArrayList<>();
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                elements.add(new Place(node.get(i), pointer + "/" + i));
            }
        }
        return elements;
    }

    /** The elements of a list that is a member. */
    List<Place> each(String name) {
        return at(name).each();
    }

    /** The members of an object. */
    Set<String> names() {
        return node.isObject() ? new TreeSet<>(node.propertyNames()) : Set.of();
    }

    boolean exists() {
        return !node.isMissingNode();
    }

    boolean has(String name) {
        return node.isObject() && node.has(name);
    }

    /** The text here; empty if it is none. */
    String text() {
        return node.isString() ? node.stringValue() : "";
    }

    String text(String name) {
        return at(name).text();
    }

    /** The texts of a list that is a member, without those that are none. */
    List<String> texts(String name) {
        return each(name).stream().map(Place::text).filter(t -> !t.isEmpty()).toList();
    }
}
