package dev.shisa.server.application;

import org.apache.poi.ss.util.CellReference;

/** Row and column of a cell, both from 0; ordered as cells lie in a sheet's XML. */
public record CellAt(int row, int column) implements Comparable<CellAt> {

    /** {@code D5}. */
    public String ref() {
        return CellReference.convertNumToColString(column) + (row + 1);
    }

    CellAt right() {
        return new CellAt(row, column + 1);
    }

    CellAt below() {
        return new CellAt(row + 1, column);
    }

    @Override
    public int compareTo(CellAt other) {
        return row != other.row ? Integer.compare(row, other.row) : Integer.compare(column, other.column);
    }
}
