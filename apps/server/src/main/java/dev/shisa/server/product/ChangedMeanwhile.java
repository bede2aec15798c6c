package dev.shisa.server.product;

import dev.shisa.server.platform.Problem;

/** Somebody else saved first. The form shows the stored text beside the typed one, and the person decides. */
public final class ChangedMeanwhile extends Problem {

    private static final long serialVersionUID = 1L;

    ChangedMeanwhile(String thing) {
        super(409, "changed-meanwhile", thing);
    }
}
