package dev.shisa.server.sbom;

import dev.shisa.bom.Completeness.Element;
import dev.shisa.bom.Component;
import java.util.Set;

/**
 * A component with what was seen of it in its list.
 *
 * @param number its place in the list, from 1
 * @param lacks what it does not say of itself
 * @param unknownLicense whether a licence of it is only a name
 * @param duplicate whether another component of the list has the same identity
 */
record ListedComponent(int number, Component component, Set<Element> lacks, boolean unknownLicense, boolean duplicate) {

    ListedComponent {
        lacks = Set.copyOf(lacks);
    }
}
