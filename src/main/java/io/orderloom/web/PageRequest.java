package io.orderloom.web;

/**
 * Which page is asked for ({@code ?page=0&size=20}). Controllers take it as an argument; anything but a page
 * from 0 to 10 000 and a size from 1 to 100 is refused with 400.
 */
public record PageRequest(int page, int size) {

    static final int DEFAULT_SIZE = 20;
    static final int MAX_SIZE = 100;
    static final int MAX_PAGE = 10_000;

    public PageRequest {
        if (page < 0 || page > MAX_PAGE || size < 1 || size > MAX_SIZE) {
            throw new MalformedRequest("A page is from 0 to 10000, its size from 1 to 100.");
        }
    }

    /** How many items lie before the page. */
    public long offset() {
        return (long) page * size;
    }
}
