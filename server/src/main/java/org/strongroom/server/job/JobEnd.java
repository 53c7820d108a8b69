package org.strongroom.server.job;

import java.time.Duration;

/**
 * How a job ended at this node.
 *
 * @param operation the operation's name, such as {@code AddImage}
 * @param lasted since this node began with it or took it up
 */
public record JobEnd(String operation, JobState state, Duration lasted) {}
