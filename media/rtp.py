"""Where the parts of an RTP packet lie (RFC 3550, section 5.1; RFC 8285)."""

HEADER_LENGTH = 12
ONE_BYTE_PROFILE = 0xBEDE


def find_payload(packet: memoryview, length: int) -> int | None:
    """Return the offset of the payload, or None when the headers overrun `length`."""
    if length < HEADER_LENGTH:
        return None
    offset = HEADER_LENGTH + 4 * (packet[0] & 15)
    if packet[0] & 0x10:
        if offset + 4 > length:
            return None
        offset += 4 + 4 * (packet[offset + 2] << 8 | packet[offset + 3])
    return offset if offset <= length else None


def find_extension(packet: memoryview, payload_at: int, wanted: int) -> bytes | None:
    """Return the header extension element `wanted` of a packet whose payload begins there."""
    if not packet[0] & 0x10 or not wanted:
        return None
    at = HEADER_LENGTH + 4 * (packet[0] & 15)
    is_short = (packet[at] << 8 | packet[at + 1]) == ONE_BYTE_PROFILE
    at += 4
    while at < payload_at:
        if packet[at] == 0:  # padding
            at += 1
            continue
        if is_short:
            element, size, at = packet[at] >> 4, (packet[at] & 15) + 1, at + 1
        elif at + 1 < payload_at:
            element, size, at = packet[at], packet[at + 1], at + 2
        else:
            return None
        if at + size > payload_at:
            return None
        if element == wanted:
            return bytes(packet[at : at + size])
        at += size
    return None
