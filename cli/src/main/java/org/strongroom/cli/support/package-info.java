/** What is sent to those who help: how a server is, without its secrets. */
@NullMarked
package org.strongroom.cli.support;

import org.jspecify.annotations.NullMarked;
