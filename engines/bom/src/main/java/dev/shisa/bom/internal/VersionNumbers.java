package dev.shisa.bom.internal;

import dev.shisa.bom.Problem;
import dev.shisa.bom.Problem.Kind;

/** Versions of one sheet that stand as numbers: behind a point the last zeros are gone (1.10), and what is longer is rounded. */
final class VersionNumbers {

    /** A spreadsheet keeps no more of a number. */
    private static final int DIGITS_MAX = 15;

    private int count;
    private boolean cut;
    private String first = "";
    private String firstPlace = "";

    void add(String text, String place) {
        if (count++ == 0) {
            first = text;
            firstPlace = place;
        }
        cut |= text.contains(".") || text.length() > DIGITS_MAX;
    }

    void tell(Intake intake) {
        if (count > 0) {
            intake.problem(Problem.at(firstPlace, Kind.NUMBERS_AS_VERSIONS, Integer.toString(count), first), !cut);
        }
    }
}
