package org.strongroom.cli.output;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What a person wants of a reply.
 *
 * @param fields the columns, in this order; empty for those that there are, the important first
 * @param bytes whether sizes are numbers of bytes instead of readable units
 * @param serverZone the zone in which the reply tells times, if the server has named it
 * @param zone the zone of whoever reads them
 */
public record Layout(
    List<String> fields, boolean bytes, Optional<ZoneId> serverZone, ZoneId zone) {}
