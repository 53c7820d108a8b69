/** Calls on the wire: requests, jobs and their errors. */
@NullMarked
package org.strongroom.cli.client;

import org.jspecify.annotations.NullMarked;
