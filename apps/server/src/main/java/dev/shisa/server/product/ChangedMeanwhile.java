package dev.shisa.server.product;

import dev.shisa.server.platform.Problem;

/** Somebody else saved first. The form shows the stored text beside the typed one, and the person decides. */
public final class ChangedMeanwhile extends Problem {

    private static final long serialVersionUID = 1L;

    private final String thing;

    ChangedMeanwhile(String thing) {
        super(409, "changed-meanwhile", thing);
        this.thing = thing;
    }

    /** The same beside the field in which the thing was about to be changed, so that what was typed comes back. */
    public InputRefused at(String field) {
        return InputRefused.of(field, "changed-meanwhile", thing);
    }
}
