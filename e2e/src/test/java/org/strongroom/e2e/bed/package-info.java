/**
 * What end-to-end tests stand on: a server in a process of its own, the tool, clients of each face,
 * and what can be seen from outside.
 */
@NullMarked
package org.strongroom.e2e.bed;

import org.jspecify.annotations.NullMarked;
