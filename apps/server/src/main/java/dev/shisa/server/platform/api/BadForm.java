package dev.shisa.server.platform.api;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.web.Mistakes;
import java.util.List;

/** A JSON body of which some fields cannot be taken, all told at once in the words that the page has for them. */
public final class BadForm extends Problem {

    private static final long serialVersionUID = 1L;

    private final transient List<Field> fields;

    /** @param mistakes by the names of the body's own fields; at least one */
    public BadForm(Mistakes mistakes) {
        super(422, "api.field", "/" + mistakes.list().getFirst().fieldId());
        fields = mistakes.list().stream()
                .map(mistake -> new Field("/" + mistake.fieldId(), "api.field.said", List.of(mistake.message())))
                .toList();
    }

    @Override
    public List<Field> fields() {
        return fields;
    }
}
