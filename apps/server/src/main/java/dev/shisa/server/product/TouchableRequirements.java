package dev.shisa.server.product;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Text;
import java.util.List;

/** The requirements that a new release can touch, in their official order; implemented by who knows the catalogue. */
public interface TouchableRequirements {

    List<Touchable> all();

    /** One requirement, with what it asks in a line or two. */
    record Touchable(RequirementId id, Text title, Text text) {}
}
