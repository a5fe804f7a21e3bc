package io.orderloom.customer;

/** The kinds of pictures that are taken in. */
public enum PictureKind {
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg"),
    WEBP("image/webp", "webp");

    private final String mediaType;
    private final String ending;

    PictureKind(String mediaType, String ending) {
        this.mediaType = mediaType;
        this.ending = ending;
    }

    public String mediaType() {
        return mediaType;
    }

    /** Of a file's name, without the dot. */
    public String ending() {
        return ending;
    }

    static PictureKind of(String mediaType) {
        for (PictureKind kind : values()) {
            if (kind.mediaType.equals(mediaType)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("No picture is of the kind " + mediaType);
    }
}
