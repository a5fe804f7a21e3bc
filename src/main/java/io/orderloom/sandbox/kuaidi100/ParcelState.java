package io.orderloom.sandbox.kuaidi100;

/** What a carrier does with a parcel, and kuaidi100's numbers for it. */
enum ParcelState {
    COLLECTED("1", "101", "揽收", "快件已揽收"),
    IN_TRANSIT("0", "0", "在途", "快件已发往目的地转运中心"),
    OUT_FOR_DELIVERY("5", "501", "派件", "快件正在派送，请保持电话畅通"),
    SIGNED("3", "301", "签收", "快件已由本人签收，感谢使用"),
    REFUSED("14", "14", "拒签", "收件人拒收"),
    RETURNED("4", "401", "退签", "快件已退回，由寄件人签收");

    private final String code;
    private final String fineCode;
    private final String status;
    private final String usualText;

    ParcelState(String code, String fineCode, String status, String usualText) {
        this.code = code;
        this.fineCode = fineCode;
        this.status = status;
        this.usualText = usualText;
    }

    String code() {
        return code;
    }

    /** The number that a subscription with {@code resultv2=4} gets. */
    String fineCode() {
        return fineCode;
    }

    String status() {
        return status;
    }

    String usualText() {
        return usualText;
    }

    /** After this a carrier has nothing more to tell. */
    boolean last() {
        return this == SIGNED || this == RETURNED;
    }
}
