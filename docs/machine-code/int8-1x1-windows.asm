0000  sub rsp,0A8h
0007  vmovups [rsp],xmm6
000c  vmovups [rsp+10h],xmm7
0012  vmovups [rsp+20h],xmm8
0018  vmovups [rsp+30h],xmm9
001e  vmovups [rsp+40h],xmm10
0024  vmovups [rsp+50h],xmm11
002a  vmovups [rsp+60h],xmm12
0030  vmovups [rsp+70h],xmm13
0036  vmovups [rsp+80h],xmm14
003f  vmovups [rsp+90h],xmm15
0048  vpxord zmm0,zmm0,zmm0
004e  mov rax,[rcx]
0051  mov r8,[rcx+8]
0055  mov r10,[rcx+10h]
0059  mov r11,[rcx+18h]
005d  lea r9,[r8+r8*2]
0061  lea rdx,[rax+r8*4]
0065  sub r11,20h
0069  jle short 000000000000008Ch
006b  vmovups zmm24,[r10]
0071  vpbroadcastd zmm27,[rax]
0077  vpdpbusd zmm0,zmm27,zmm24
007d  add r10,40h
0081  add rax,4
0087  dec r11
008a  jne short 000000000000006Bh
008c  mov r11,[rcx+20h]
0090  prefetchw [r11]
0094  mov r11,[rcx+18h]
0098  cmp r11,20h
009c  jle short 00000000000000A4h
009e  mov r11d,20h
00a4  nop
00a5  vmovups zmm24,[r10]
00ab  vpbroadcastd zmm27,[rax]
00b1  vpdpbusd zmm0,zmm27,zmm24
00b7  add r10,40h
00bb  add rax,4
00c1  dec r11
00c4  jne short 00000000000000A5h
00c6  mov rax,[rcx+40h]
00ca  test rax,rax
00cd  je short 000000000000011Fh
00cf  vmovups zmm24,[rax]
00d5  mov rdx,[rcx+48h]
00d9  mov r9,[rcx+30h]
00dd  mov r10,[rcx+50h]
00e1  mov r11,[rcx+58h]
00e5  vbroadcastss zmm27,[r10]
00eb  vbroadcastss zmm28,[r11]
00f1  vcvtdq2ps zmm0,zmm0
00f7  vmulps zmm29,zmm27,zmm24
00fd  vfnmadd231ps zmm0,zmm28,[rdx]
0103  vfmadd213ps zmm0,zmm29,[r9]
0109  cmp qword ptr [rcx+38h],0
010e  je short 000000000000011Eh
0110  mov rax,[rcx+20h]
0114  mov r8,[rcx+28h]
0118  vaddps zmm0,zmm0,[rax]
011e  nop
011f  mov rax,[rcx+20h]
0123  mov r8,[rcx+28h]
0127  cmp qword ptr [rcx+60h],0
012c  jne short 0000000000000136h
012e  vmovups [rax],zmm0
0134  jmp short 0000000000000142h
0136  vcvtneps2bf16 ymm27,zmm0
013c  vmovdqu32 [rax],ymm27
0142  nop
0143  vzeroupper
0146  vmovups xmm6,[rsp]
014b  vmovups xmm7,[rsp+10h]
0151  vmovups xmm8,[rsp+20h]
0157  vmovups xmm9,[rsp+30h]
015d  vmovups xmm10,[rsp+40h]
0163  vmovups xmm11,[rsp+50h]
0169  vmovups xmm12,[rsp+60h]
016f  vmovups xmm13,[rsp+70h]
0175  vmovups xmm14,[rsp+80h]
017e  vmovups xmm15,[rsp+90h]
0187  add rsp,0A8h
018e  ret
