/* Answers the instruction that stands where benchmarks/without_vnni.py has put it in place of CPUID, as a processor
   with AVX2 and without AVX-512, VNNI and AMX does. */
#define _GNU_SOURCE
#include <cpuid.h>
#include <signal.h>
#include <ucontext.h>

static const unsigned char UD2[2] = {0x0f, 0x0b};

/* Leaf 7, sub-leaf 0: AVX-512 F, DQ, IFMA, PF, ER, CD, BW, VL; VBMI, VBMI2, GFNI, VAES, VPCLMULQDQ, VNNI, BITALG,
   VPOPCNTDQ; 4VNNIW, 4FMAPS, VP2INTERSECT, AMX BF16, FP16, AMX TILE, AMX INT8. */
static const unsigned EBX7 = 1u << 16 | 1u << 17 | 1u << 21 | 1u << 26 | 1u << 27 | 1u << 28 | 1u << 30 | 1u << 31;
static const unsigned ECX7 = 1u << 1 | 1u << 6 | 1u << 8 | 1u << 9 | 1u << 10 | 1u << 11 | 1u << 12 | 1u << 14;
static const unsigned EDX7 = 1u << 2 | 1u << 3 | 1u << 8 | 1u << 22 | 1u << 23 | 1u << 24 | 1u << 25;
/* Sub-leaf 1: AVX-VNNI, AVX512 BF16, AMX FP16, AVX-IFMA; AVX-VNNI-INT8, AVX-NE-CONVERT, AVX-VNNI-INT16, AVX10. */
static const unsigned EAX71 = 1u << 4 | 1u << 5 | 1u << 21 | 1u << 23, EDX71 = 1u << 4 | 1u << 5 | 1u << 10 | 1u << 19;

static void answer(int number, siginfo_t *info, void *context) {
    greg_t *kept = ((ucontext_t *)context)->uc_mcontext.gregs;
    const unsigned char *at = (const unsigned char *)kept[REG_RIP];
    unsigned leaf = kept[REG_RAX], sub = kept[REG_RCX], a, b, c, d;
    if (at[0] != UD2[0] || at[1] != UD2[1]) {
        signal(number, SIG_DFL);
        return;
    }
    __cpuid_count(leaf, sub, a, b, c, d);
    if (leaf == 7 && sub == 0) b &= ~EBX7, c &= ~ECX7, d &= ~EDX7;
    if (leaf == 7 && sub == 1) a &= ~EAX71, d &= ~EDX71;
    kept[REG_RAX] = a, kept[REG_RBX] = b, kept[REG_RCX] = c, kept[REG_RDX] = d;
    kept[REG_RIP] += 2;
    (void)info;
}

__attribute__((constructor)) static void install(void) {
    struct sigaction action = {0};
    action.sa_sigaction = answer;
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    sigaction(SIGILL, &action, 0);
}
