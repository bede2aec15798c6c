package dev.shisa.advisory;

import java.util.List;

/**
 * A product that the product tree defines.
 *
 * @param name the full product name
 * @param origin the part of the tree that defines it
 * @param path the branches that lead to it, from the root; empty elsewhere
 */
record Product(String id, Place name, Origin origin, List<Place> path) {

    enum Origin {
        BRANCH,
        NAME,
        /** A relationship (2.0) or product path (2.1), which combines others. */
        COMBINATION
    }

    Product {
        path = List.copyOf(path);
    }

    Place helper() {
        return name.at("product_identification_helper");
    }
}
