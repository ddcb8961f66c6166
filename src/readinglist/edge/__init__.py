"""Everything that touches the disk, the network, the clock or the terminal."""
