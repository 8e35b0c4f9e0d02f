"""`python -m audiobrief`: the command, where its folder is not on PATH."""

from audiobrief.cli import main

if __name__ == "__main__":
    main()
