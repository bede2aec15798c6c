package dev.shisa.server.executive;

import java.util.Locale;

/**
 * What a company has ready or not, as guide 001 asks of its executives (sections 3.2 and 5.2, points 1 and 2): each is one
 * requirement of that guide.
 */
enum Pillar {
    POLICY("PSIRT-X1"),
    BUDGET("PSIRT-E1"),
    PEOPLE("PSIRT-E2"),
    STRUCTURE("PSIRT-X3"),
    SUPPLY("PSIRT-X4"),
    DISCLOSURE("PSIRT-X5"),
    WINDOW("PSIRT-X6"),
    EMERGENCY("PSIRT-X7"),
    REALISATION("PSIRT-X2");

    static final String GUIDE = "psirt-guide";

    private final String number;

    Pillar(String number) {
        this.number = number;
    }

    /** The number of its requirement in {@link #GUIDE}. */
    String number() {
        return number;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
